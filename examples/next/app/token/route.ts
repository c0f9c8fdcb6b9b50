import { createBroker } from 'live-call/broker';

const { fetch } = createBroker({
  apiKey: process.env.GEMINI_API_KEY,
  profile: { model: 'gemini-3.8-live', instructions: 'Your name is Ada. You help callers.' },
  // Next does not tell a route the address of its page.
  allowedOrigins: [process.env.ORIGIN ?? 'http://localhost:3000'],
});

export { fetch as POST, fetch as OPTIONS };

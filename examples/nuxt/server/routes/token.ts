import { createBroker } from 'live-call/broker';

const broker = createBroker({
  apiKey: () => process.env.GEMINI_API_KEY,
  profile: { model: 'gemini-3.8-live', instructions: 'Your name is Ada. You help callers.' },
});

export default fromWebHandler((request) => broker.fetch(request));

import { env } from 'cloudflare:workers';
import { createBroker } from 'live-call/broker';

// The pages are in `public`; whatever is not there comes here.
export default createBroker({
  apiKey: () => env.GEMINI_API_KEY,
  profile: { model: 'gemini-3.8-live', instructions: 'Your name is Ada. You help callers.' },
  baseUrl: env.GEMINI_BASE_URL,
});

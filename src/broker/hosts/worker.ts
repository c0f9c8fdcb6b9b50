import { createBroker } from '../broker.js';
import { type HostSettings, optionsOf } from './settings.js';

declare const settings: HostSettings;

/** https://developers.cloudflare.com/workers/configuration/secrets/ */
interface Env {
  readonly GEMINI_API_KEY?: string;
}

let apiKey: string | undefined;

// Not in the first request: with settings that no broker takes, the upload fails and says why.
const broker = createBroker({ ...optionsOf(settings), apiKey: () => apiKey });

export default {
  fetch(request: Request, env: Env): Promise<Response> {
    apiKey = env.GEMINI_API_KEY;
    return broker.fetch(request, env);
  },
};

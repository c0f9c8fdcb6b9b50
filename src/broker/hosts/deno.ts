import { createBroker } from '../broker.js';
import { type HostSettings, optionsOf } from './settings.js';

declare const settings: HostSettings;

declare const Deno: {
  readonly env: { get(name: string): string | undefined };
  serve(
    options: { readonly port: number },
    handler: (request: Request, info: unknown) => Promise<Response>,
  ): unknown;
};

const apiKey = Deno.env.get('GEMINI_API_KEY');
if (!apiKey?.trim())
  console.warn('live-call broker: GEMINI_API_KEY is not set, so nobody gets a token');

const port = Number(Deno.env.get('PORT') ?? settings.port ?? 8000);
Deno.serve({ port }, createBroker({ ...optionsOf(settings), apiKey }).fetch);

import { mock } from 'node:test';
import { type BrokerEvent, type BrokerOptions, createBroker } from '../../src/broker/broker.js';
import { apiKey, origin, profile, upstream, url } from './upstream.js';

/** Has the Live API of `upstream` answer without a network, until mocks are restored. */
export function answerInProcess() {
  mock.method(globalThis, 'fetch', async (path: string, init: { readonly body: string }) => {
    upstream.asked.push({ path, key: apiKey, body: JSON.parse(init.body) as unknown });
    return Response.json(upstream.answer, { status: upstream.status });
  });
}

export interface Asking {
  readonly address?: string | undefined;
  readonly handle?: string;
  readonly ticket?: string;
  readonly headers?: Record<string, string>;
}

/** One broker, asked again and again. */
export function site(options: Partial<BrokerOptions> = {}) {
  const events: BrokerEvent[] = [];
  const onEvent = (event: BrokerEvent) => events.push(event);
  const usual = { apiKey, profile, baseUrl: upstream.url, allowedOrigins: [origin], onEvent };
  const broker = createBroker({ ...usual, ...options });
  /** Yields the code of a refusal, `minted` for a token. */
  async function ask({ address, headers, ...body }: Asking = {}) {
    const request = new Request(url, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    const info = address === undefined ? undefined : { remoteAddr: { hostname: address } };
    const response = await broker.fetch(request, info);
    const { code = 'minted', ticket = '' } = (await response.json()) as Record<string, string>;
    const { status, headers: answered } = response;
    return { status, code, ticket, retryAfter: Number(answered.get('retry-after') ?? NaN) };
  }
  /** The codes of so many requests, one after the other. */
  async function askTimes(times: number, asking: Asking = {}) {
    const codes: string[] = [];
    for (let i = 0; i < times; i++) codes.push((await ask(asking)).code);
    return codes;
  }
  return { ask, askTimes, events };
}

export const times = (count: number, code: string): string[] =>
  Array.from({ length: count }, () => code);

import { isTokenName } from '../gemini/token-name.js';
import { Fault } from './fault.js';

/** An answer of the broker, as far as the check looks at it. */
export interface BrokerAnswer {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/**
 * The token in the answer of a broker. `refused` finds out why an origin was not let in.
 * @throws Fault
 */
export async function readAnswer(
  answer: BrokerAnswer,
  origin: string,
  refused: () => Promise<Fault>,
): Promise<string> {
  const { url, status, body } = answer;
  const facts = { url, status, origin };
  const place = placeFault(answer);
  if (place) throw place;
  const json = parse(body);
  if (status === 200) {
    if (isTokenName(json?.['token'])) return json['token'];
    const isText = typeof json?.['token'] === 'string' && json['token'] !== '';
    throw new Fault(isText ? 'broker-gives-key' : 'broker-answer', facts);
  }
  const code = typeof json?.['code'] === 'string' ? json['code'] : '';
  if (code === 'origin-refused') throw await refused();
  throw refusalFault(answer, code, json?.['retryable'] === true);
}

/** Something else than a broker is at the address. */
function placeFault({ url, status, headers, body }: BrokerAnswer): Fault | undefined {
  const facts = { url, status };
  if (status >= 300 && status < 400)
    return new Fault('broker-redirects', { url, location: locationOf(url, headers) });
  if (/^\s*<\?php\b/i.test(body)) return new Fault('broker-php-source', facts);
  if (status === 404 || status === 410) return new Fault('broker-not-found', facts);
  if (status === 405 || status === 501) return new Fault('broker-no-post', facts);
  const isPage = /^\s*(?:<!--.*?-->\s*)*<(?:!doctype|html|head|body)/is.test(body);
  if (isPage && status < 500) return new Fault('broker-html', facts);
  return undefined;
}

function locationOf(url: string, headers: Headers): string {
  const location = headers.get('location') ?? '';
  return URL.canParse(location, url) ? new URL(location, url).href : 'nowhere';
}

/** A broker is there, and refuses; `docs/broker.md` has its codes. */
function refusalFault({ url, status, headers }: BrokerAnswer, code: string, again: boolean): Fault {
  const facts = {
    url,
    status,
    code: /^[a-z-]{1,40}$/.test(code) ? code : '',
    wait: waitOf(headers),
  };
  if (code === 'key-missing') return new Fault('broker-key-missing', facts);
  if (code === 'budget-spent') return new Fault('broker-spent', facts);
  if (code === 'upstream-busy') return new Fault('quota', facts);
  if (code === 'upstream-failed' && !again) return new Fault('broker-google-refused', facts);
  if (code.startsWith('upstream-')) return new Fault('broker-no-google', facts);
  if (status === 429) return new Fault('broker-limited', facts);
  if (status === 415 || code === 'invalid-body') return new Fault('header-lost', facts);
  if (status === 401 || status === 403) return new Fault('not-authorized', facts);
  return new Fault(status >= 500 ? 'broker-failed' : 'broker-answer', facts);
}

function waitOf(headers: Headers): string {
  const seconds = headers.get('retry-after') ?? '';
  return /^\d{1,6}$/.test(seconds) ? `${seconds} s` : 'a while';
}

function parse(body: string): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(body);
    return typeof json === 'object' && json !== null
      ? (json as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

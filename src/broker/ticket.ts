import { decodeBase64, encodeBase64 } from '../platform/base64.js';

/** A call, from its first connection to its last: each answer to the page holds its ticket. */
export interface Ticket {
  /** 16 random bytes in base64url. */
  readonly id: string;
  /** The call ends then, in seconds since 1970. */
  readonly until: number;
  /** As the page has it. */
  readonly text: string;
}

/** No ticket is longer, in characters. */
const MAX_LENGTH = 500;

/** Whether a call can last so long, in seconds: at least one, at most a week. */
export const isCallLength = (seconds: unknown): seconds is number =>
  typeof seconds === 'number' && seconds >= 1 && seconds <= 7 * 24 * 3600;

/** Begins a call of `seconds`. */
export async function openTicket(apiKey: string, seconds: number): Promise<Ticket> {
  const id = toBase64Url(crypto.getRandomValues(new Uint8Array(16)));
  const until = Math.floor(Date.now() / 1000 + seconds);
  const payload = new TextEncoder().encode(JSON.stringify({ id, until }));
  const signature = await crypto.subtle.sign('HMAC', await secretOf(apiKey), payload);
  return { id, until, text: `${toBase64Url(payload)}.${toBase64Url(new Uint8Array(signature))}` };
}

/** The ticket in `text`, or undefined if no broker with this key has signed it. */
export async function readTicket(apiKey: string, text: string): Promise<Ticket | undefined> {
  const [, payload, signature] = /^([\w-]+)\.([\w-]+)$/.exec(text.slice(0, MAX_LENGTH + 1)) ?? [];
  if (text.length > MAX_LENGTH || !payload || !signature) return undefined;
  try {
    const [said, sign] = [fromBase64Url(payload), fromBase64Url(signature)];
    if (!(await crypto.subtle.verify('HMAC', await secretOf(apiKey), sign, said))) return undefined;
    const { id, until } = JSON.parse(new TextDecoder().decode(said)) as Partial<Ticket>;
    return typeof id === 'string' && Number.isFinite(until)
      ? { id, until: until ?? 0, text }
      : undefined;
  } catch {
    // It is no base64, or no JSON.
    return undefined;
  }
}

/** Every broker with the same API key knows it, so they need not share anything else. */
async function secretOf(apiKey: string): Promise<CryptoKey> {
  const bytes = new TextEncoder();
  const ofKey = await importKey(bytes.encode(apiKey));
  return importKey(await crypto.subtle.sign('HMAC', ofKey, bytes.encode('live-call ticket 1')));
}

const importKey = (raw: BufferSource) =>
  crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);

const toBase64Url = (bytes: Uint8Array) =>
  encodeBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

const fromBase64Url = (text: string) =>
  decodeBase64(text.replaceAll('-', '+').replaceAll('_', '/'));

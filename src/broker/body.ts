import { withDeadline } from '../platform/deadline.js';
import { readText } from '../platform/read-text.js';
import { Refusal } from './refusal.js';

/** The longest body that is read, in bytes: a handle and the answer of a captcha take about three thousand. */
const MAX_BYTES = 8192;

/** Time limit for the body to arrive, in ms: somebody who sends a byte now and then holds nothing open. */
const TIMEOUT_MS = 5000;

/**
 * The JSON of a request; whoever is asked about the request later can read its body again.
 * @throws Refusal when there is none, or when it is too long, too slow or read already and lost.
 */
export async function readBody(request: Request, info: unknown): Promise<unknown> {
  checkType(request.headers.get('content-type') ?? '');
  if (Number(request.headers.get('content-length')) > MAX_BYTES) throw tooLarge();
  const parsed = parsedBefore(request, info);
  const text = parsed ? asText(parsed.body) : await arrive(request);
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the body, which may hold anything.
    throw invalid('the body is not JSON');
  }
}

/**
 * No form and no image can post JSON, and no page can across origins without a preflight:
 * https://fetch.spec.whatwg.org/#cors-safelisted-request-header
 */
function checkType(type: string): void {
  if (/^application\/json\s*(;|$)/i.test(type)) return;
  const why = `the content-type is ${type.slice(0, 80) || 'missing'}, not application/json`;
  throw new Refusal(415, 'unsupported-media-type', { why });
}

async function arrive(request: Request): Promise<string> {
  const copy = request.clone();
  const read = (signal: AbortSignal) => readText(copy.body, MAX_BYTES, signal);
  try {
    const text = await withDeadline(read, TIMEOUT_MS, tooSlow);
    if (text === undefined) throw tooLarge();
    return text;
  } catch (error) {
    // The stream below ends when both of its branches are cancelled.
    void request.body?.cancel().catch(() => {});
    throw error instanceof Refusal ? error : invalid('the body broke off');
  }
}

/** A parser in front of the broker, such as `express.json()`, has read the body and left it at `body`. */
interface Incoming {
  readonly readableDidRead?: boolean;
  readonly body?: unknown;
}

function parsedBefore(request: Request, info: unknown): { readonly body: unknown } | undefined {
  const { incoming } = (info ?? {}) as { readonly incoming?: Incoming | undefined };
  if (!incoming?.readableDidRead && !request.bodyUsed && !request.body?.locked) return undefined;
  if (incoming?.body !== undefined) return { body: incoming.body };
  const why =
    'something in front of the broker has read the body and left it nowhere; ' +
    'give the broker the request first, or pass what was read as { incoming: { body } }';
  throw new Refusal(500, 'body-used', { why });
}

/** The same limit and the same parser for all, however a body came. */
function asText(body: unknown): string {
  let text: string | undefined;
  try {
    if (body instanceof Uint8Array) text = new TextDecoder().decode(body);
    else text = typeof body === 'string' ? body : JSON.stringify(body);
  } catch {
    // It holds itself, so no JSON was parsed.
  }
  if (text === undefined) throw invalid('the body is not JSON');
  if (new TextEncoder().encode(text).length > MAX_BYTES) throw tooLarge();
  return text;
}

const tooLarge = () =>
  new Refusal(413, 'too-large', { why: `the body is over ${MAX_BYTES} bytes long` });

const tooSlow = () =>
  new Refusal(408, 'too-slow', {
    retryable: true,
    why: `the body did not arrive within ${TIMEOUT_MS / 1000} s`,
  });

const invalid = (why: string) => new Refusal(400, 'invalid-body', { why });

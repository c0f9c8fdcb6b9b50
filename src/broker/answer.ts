import { readAddress } from './address.js';
import { askAuthorize } from './authorize.js';
import { readBody } from './body.js';
import { callerOf } from './caller.js';
import { askHook } from './hook.js';
import type { Limiter } from './limiter.js';
import { mintToken } from './mint-token.js';
import { type BrokerOptions, MAX_CALL_SECONDS } from './options.js';
import { checkOrigin } from './origin.js';
import { chooseProfile } from './profile.js';
import { Refusal } from './refusal.js';
import { openTicket, readTicket, type Ticket } from './ticket.js';

/** The body of an answer that gives a token. */
export interface BrokerAnswer {
  /** `auth_tokens/…`, good for one connection that begins within a minute. */
  readonly token: string;
  /** Makes the next connection one of the same call: the page sends it back, with the handle. */
  readonly ticket: string;
}

/** The body of an answer that gives none. */
export interface BrokerRefusal {
  /** Such as `origin-refused`: the table is in docs/broker.md. */
  readonly code: string;
  /** Whether the same request can succeed later, without anybody changing anything. */
  readonly retryable: boolean;
}

/** The broker knows this much of a request before its end. */
export interface Draft {
  resumed: boolean;
  caller?: string | undefined;
  /** Why the store did not count it, where it did not. */
  storeFailure?: unknown;
  /** The key, the handle and the ticket, which no line of a log may show. */
  readonly secrets: string[];
}

/** A request, and what its host says beside it. */
interface Asked {
  readonly request: Request;
  readonly info: unknown;
}

/** Asks the cheapest question first. @throws Refusal */
export async function answer(
  options: BrokerOptions,
  limiter: Limiter,
  { request, info }: Asked,
  draft: Draft,
): Promise<BrokerAnswer> {
  if (request.method !== 'POST') {
    const details = { headers: { allow: 'POST, OPTIONS' }, why: `${request.method} is not POST` };
    throw new Refusal(405, 'method-not-allowed', details);
  }
  checkOrigin(request, options.allowedOrigins);
  const body = await readBody(request, info);
  const [sentHandle, sentTicket] = [textIn(body, 'handle'), textIn(body, 'ticket')];
  draft.secrets.push(...[sentHandle, sentTicket].filter((text) => text !== undefined));

  // Without a key nobody gets a token, so nobody is counted.
  const apiKey = await readKey(options, draft);
  const ticket = sentTicket ? await readTicket(apiKey, sentTicket) : undefined;
  if (ticket) checkTime(ticket);
  // Whoever has no ticket of ours may have the handle of somebody else.
  const handle = ticket && sentHandle;
  draft.resumed = handle !== undefined;

  const address = readAddress(request, info, options.trustProxy ?? 0);
  const facts = { body, address, resumed: draft.resumed, info };
  const verdict = options.authorize ? await askAuthorize(options.authorize, request, facts) : {};
  draft.caller = verdict.caller;
  const isBehindProxy = !options.trustProxy && request.headers.has('x-forwarded-for');
  const counted = ticket
    ? await limiter.renewal(ticket.id)
    : await limiter.call(callerOf(verdict.caller, address, isBehindProxy));
  draft.storeFailure = counted.storeFailure;

  try {
    const profile = await chooseProfile(options.profile, request, {
      ...facts,
      caller: draft.caller,
    });
    const seconds = verdict.maxCall ?? options.maxCall ?? MAX_CALL_SECONDS;
    const { text, until } = ticket ?? (await openTicket(apiKey, seconds));
    const { baseUrl, apiVersion } = options;
    const token = await mintToken({ profile, baseUrl, apiVersion }, apiKey, handle, until * 1000);
    return { token, ticket: text };
  } catch (error) {
    await counted.giveBack();
    throw error;
  }
}

/** Nothing in the body has a say about the call but the handle that it goes on with, and its ticket. */
function textIn(body: unknown, name: 'handle' | 'ticket'): string | undefined {
  const text: unknown = (body as Partial<Record<typeof name, unknown>> | null)?.[name];
  return typeof text === 'string' && text !== '' ? text : undefined;
}

function checkTime({ until }: Ticket): void {
  if (Date.now() < until * 1000) return;
  throw new Refusal(403, 'call-over', { why: 'the call is as long as maxCall lets it be' });
}

async function readKey({ apiKey }: BrokerOptions, { secrets }: Draft): Promise<string> {
  const key = await askHook('apiKey', 'key', () =>
    typeof apiKey === 'function' ? apiKey() : apiKey,
  );
  // A key that is no header value would fail as if the network did, and its words might show it.
  if (typeof key === 'string' && /^\s*[!-~]+\s*$/.test(key)) {
    secrets.push(key.trim());
    return key.trim();
  }
  const why = 'apiKey is missing or no key; set it, or the variable that it comes from';
  throw new Refusal(500, 'key-missing', { why });
}

import { answer, type BrokerAnswer, type BrokerRefusal, type Draft } from './answer.js';
import { budgetLine } from './budget.js';
import { answerHeaders, preflight } from './cors.js';
import { type BrokerEvent, consoleLog, fenced, oneLine, tellOnce, warn } from './events.js';
import { Limiter } from './limiter.js';
import { answerNode, type NodeRequest, type NodeResponse } from './node.js';
import { type BrokerOptions, checkOptions, MAX_CALL_SECONDS } from './options.js';
import { adviceFor } from './origin.js';
import { quote } from './quote.js';
import { Refusal } from './refusal.js';

export { memoryStore } from './memory-store.js';
export { redisStore } from './redis-store.js';
export type { BrokerAnswer, BrokerRefusal } from './answer.js';
export type { Admission, Authorize, AuthorizeFacts, Verdict } from './authorize.js';
export type { BrokerEvent, OnEvent } from './events.js';
export type { Limits } from './limits.js';
export type { OnStoreFailure } from './limiter.js';
export type { NodeRequest, NodeResponse } from './node.js';
export type { BrokerOptions } from './options.js';
export type { AllowedOrigins } from './origin.js';
export type { ChooseProfile, Profile, ProfileFacts } from './profile.js';
export type { EvalScript } from './redis-store.js';
export type { Rule } from './rules.js';
export type { Bucket, Store, Taken } from './store.js';

/** A handler for any server that speaks `Request` and `Response`, and for those of Node. */
export interface Broker {
  /**
   * Answers a POST with `{"token": "auth_tokens/…", "ticket": "…"}`, or an error with `{"code", "retryable"}`.
   * `info` is what the host passes beside the request; Deno, Bun and `@hono/node-server` tell there who asks.
   */
  readonly fetch: (request: Request, info?: unknown) => Promise<Response>;
  /** The same for `node:http`, Express and their like, also behind a parser such as `express.json()`. */
  readonly node: (request: NodeRequest, response: NodeResponse) => Promise<void>;
}

/**
 * Makes a token broker. It mints one short-lived token per request, good for one connection with
 * `profile`, and takes nothing from the page but the handle of a session to take up, if the ticket of a
 * call comes with it.
 * @throws TypeError when the model, an origin, a limit or a function is unusable.
 */
export function createBroker(options: BrokerOptions): Broker {
  checkOptions(options);
  const limiter = new Limiter(options);
  tellOnce(budgetLine(limiter.limits, options.maxCall ?? MAX_CALL_SECONDS));
  const { allowedOrigins, onEvent, apiKey } = options;
  const tell = fenced(onEvent ?? consoleLog());
  let isAsked = false;

  const fetch = async (request: Request, info?: unknown) => {
    const advice = isAsked || allowedOrigins ? undefined : adviceFor(request);
    isAsked = true;
    if (advice) warn(advice);
    if (request.method === 'OPTIONS') return preflight(request);
    const start = performance.now();
    const draft: Draft = { resumed: false, secrets: [] };
    if (typeof apiKey === 'string' && apiKey.trim()) draft.secrets.push(apiKey.trim());
    const result = await answer(options, limiter, { request, info }, draft).catch(
      (error: unknown) => Refusal.of(error),
    );
    const outcome = result instanceof Refusal ? outcomeOf(result, draft) : minted;
    const { caller, resumed } = draft;
    const common = { ...outcome, caller, ms: Math.round(performance.now() - start), resumed };
    if (draft.storeFailure) tell({ ...common, ...storeFailed(draft) });
    tell(common);
    return respond(request, result);
  };
  return { fetch, node: (request, response) => answerNode(fetch, request, response) };
}

function respond(request: Request, result: BrokerAnswer | Refusal): Response {
  const headers = answerHeaders(request);
  if (!(result instanceof Refusal)) return Response.json(result, { headers });
  const { status, code, retryable } = result;
  for (const [name, value] of Object.entries(result.headers)) headers.set(name, value);
  return Response.json({ code, retryable } satisfies BrokerRefusal, { status, headers });
}

const minted = { type: 'minted', status: 200, code: 'minted', why: '' } as const;

/** The refusal as the owner hears it. */
function outcomeOf(refusal: Refusal, { secrets }: Draft) {
  const { status, code } = refusal;
  const isOurs = status >= 500 || code.startsWith('upstream-');
  const type: BrokerEvent['type'] = isOurs ? 'failed' : 'refused';
  return { type, status, code, why: oneLine(refusal.why(secrets)) };
}

function storeFailed({ storeFailure, secrets }: Draft) {
  const why = `the limits are kept in memory: ${quote(storeFailure, secrets)}`;
  return { type: 'store-failed', code: 'store-failed', why: oneLine(why) } as const;
}

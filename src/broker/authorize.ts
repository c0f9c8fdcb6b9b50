import { askHook } from './hook.js';
import { Refusal } from './refusal.js';
import { isCallLength } from './ticket.js';

/** `authorize` gets these beside the request. */
export interface AuthorizeFacts {
  /** The JSON that the page sent, whatever it is: fields of `tokenRequest` are in it. */
  readonly body: unknown;
  /**
   * The IP address that asked; without `trustProxy` it is that of a proxy, if one is in front. Undefined where
   * the host does not tell.
   */
  readonly address: string | undefined;
  /** Whether the page takes up an earlier session. */
  readonly resumed: boolean;
  /** The second argument of `fetch` as the host gave it, or `{ incoming }` of `node`. */
  readonly info: unknown;
}

/** `true` lets a request through; so does an object, which also says for whom. Everything else refuses. */
export type Verdict = boolean | Admission;

/** The caller whom a request is let through for. */
export interface Admission {
  /** The one whom `limits.perCaller` counts, such as `user-17`. */
  readonly caller: string;
  /** How long this call may last, in seconds, instead of `maxCall`; heard only when a call begins. */
  readonly maxCall?: number | undefined;
}

/** Has the last word on each request. */
export type Authorize = (request: Request, facts: AuthorizeFacts) => Verdict | Promise<Verdict>;

/**
 * Yields what `authorize` says of the caller; nothing where it says no more than `true`.
 * @throws Refusal unless it says clearly that the request may have a token.
 */
export async function askAuthorize(
  authorize: Authorize,
  request: Request,
  facts: AuthorizeFacts,
): Promise<Partial<Admission>> {
  return askHook('authorize', 'authorize', async () => {
    const verdict: unknown = await authorize(request, facts);
    if (verdict === true) return {};
    const isObject = typeof verdict === 'object' && verdict !== null;
    const { caller, maxCall }: { caller?: unknown; maxCall?: unknown } = isObject ? verdict : {};
    const isNamed = typeof caller === 'string' && caller.trim() !== '';
    if (isNamed && (maxCall === undefined || isCallLength(maxCall))) return { caller, maxCall };
    const what = isNamed
      ? 'a maxCall that is no number of seconds'
      : `neither true nor { caller: '…' }, but another ${typeof verdict}`;
    const why = `authorize gave ${verdict === false ? 'false' : what}`;
    throw new Refusal(403, 'not-authorized', { why });
  });
}

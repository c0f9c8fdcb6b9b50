import { askHook } from './hook.js';
import { Refusal } from './refusal.js';

/** `authorize` gets these beside the request. */
export interface AuthorizeFacts {
  /** The JSON that the page sent, whatever it is: fields of `tokenRequest` are in it. */
  readonly body: unknown;
  /** The IP address that asked; of a proxy, if one is in front. Undefined where the host does not tell. */
  readonly address: string | undefined;
  /** Whether the page takes up an earlier session. */
  readonly resumed: boolean;
  /** The second argument of `fetch` as the host gave it, or `{ incoming }` of `node`. */
  readonly info: unknown;
}

/** `true` lets a request through; so does an object, which also says for whom. Everything else refuses. */
export type Verdict = boolean | { readonly caller: string };

/** Has the last word on each request. */
export type Authorize = (request: Request, facts: AuthorizeFacts) => Verdict | Promise<Verdict>;

/**
 * Yields the caller that `authorize` names, or undefined where it names nobody.
 * @throws Refusal unless it says clearly that the request may have a token.
 */
export async function askAuthorize(
  authorize: Authorize,
  request: Request,
  facts: AuthorizeFacts,
): Promise<string | undefined> {
  return askHook('authorize', 'authorize', async () => {
    const verdict: unknown = await authorize(request, facts);
    if (verdict === true) return undefined;
    const isNamed = typeof verdict === 'object' && verdict !== null && 'caller' in verdict;
    const caller = isNamed ? verdict.caller : undefined;
    if (typeof caller === 'string' && caller.trim() !== '') return caller;
    const what = `neither true nor { caller: '…' }, but another ${typeof verdict}`;
    const why = `authorize gave ${verdict === false ? 'false' : what}`;
    throw new Refusal(403, 'not-authorized', { why });
  });
}

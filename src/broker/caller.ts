import { networkOf } from './network.js';

/** The one whom limits count. */
export interface Caller {
  /** No two callers have the same. */
  readonly key: string;
  /** For the owner. */
  readonly who: string;
}

/**
 * Whom a request counts for: the `name` that `authorize` gave, else its `address`, else everybody who has neither.
 * `isBehindProxy`: a proxy seems to be in front, and nobody told the broker.
 */
export function callerOf(
  name: string | undefined,
  address: string | undefined,
  isBehindProxy: boolean,
): Caller {
  if (name !== undefined) return { key: `name ${name}`, who: name };
  const cure = isBehindProxy
    ? '; X-Forwarded-For says that a proxy is in front: set trustProxy'
    : '';
  if (address === undefined) {
    const who = 'all whose address is unknown, who count as one caller';
    return {
      key: 'unknown',
      who: `${who}${cure || '; set trustProxy, or name callers by authorize'}`,
    };
  }
  const network = networkOf(address) ?? address;
  return { key: `address ${network}`, who: network + cure };
}

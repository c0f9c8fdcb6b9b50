/**
 * The outcome of one request, or before it, that the store did not count it; never the key, a token, a ticket, a
 * handle or the body.
 */
export interface BrokerEvent {
  /**
   * `refused`: the request is at fault, or a limit is reached. `failed`: the broker, a function of its owner or
   * the Live API. `store-failed`: the limits were kept in memory; the outcome of the request comes next.
   */
  readonly type: 'minted' | 'refused' | 'failed' | 'store-failed';
  /** HTTP status of the answer. */
  readonly status: number;
  /** Such as `minted` or `origin-refused`: the `code` that the page is told. */
  readonly code: string;
  /** Cause and cure in one line; empty for `minted`. */
  readonly why: string;
  /** As `authorize` named it; `why` names an address whose limit is reached. */
  readonly caller?: string | undefined;
  /** How long the answer took, in ms. */
  readonly ms: number;
  /** Whether the page took up an earlier session. */
  readonly resumed: boolean;
}

/** Hears what became of each request. */
export type OnEvent = (event: BrokerEvent) => unknown;

/** The longest `why`, in characters. */
const MAX_WHY = 500;

/** The console hears so many different lines of a type within an hour: anybody can make a broker refuse. */
const MAX_LINES = 100;
const HOUR_MS = 3_600_000;

/** Makes one plain line of `text`, in which an origin or an error cannot hide anything from a terminal. */
export const oneLine = (text: string) => text.replace(/[\p{C}\p{Z}]+/gu, ' ').slice(0, MAX_WHY);

/** Whatever `onEvent` does, the page gets its answer, and Node does not end over a rejection. */
export const fenced =
  (onEvent: OnEvent): OnEvent =>
  (event) =>
    void (async () => onEvent(event))().catch(() => {});

/** For an owner without a hook: refusals and failures on the console, the same one once an hour. */
export function consoleLog(): OnEvent {
  const heard = {
    refused: new Set<string>(),
    failed: new Set<string>(),
    'store-failed': new Set<string>(),
  };
  let since = Date.now();
  return ({ type, status, code, why }) => {
    if (type === 'minted') return;
    if (Date.now() - since > HOUR_MS) {
      since = Date.now();
      for (const lines of Object.values(heard)) lines.clear();
    }
    const line = `${status} ${code}: ${why}`;
    const lines = heard[type];
    if (lines.has(line) || lines.size > MAX_LINES) return;
    lines.add(line);
    const isLast = lines.size > MAX_LINES;
    const text = isLast ? `more is ${type}; the next lines come in an hour` : line;
    if (type === 'refused') warn(text);
    else console.error(`live-call broker: ${text}`);
  };
}

/** These lines stand on the console already. */
const told = new Set<string>();

/** One line for the owner, once for all brokers of a process: pages in development make them again and again. */
export function tellOnce(line: string): void {
  if (told.has(line)) return;
  told.add(line);
  console.info(`live-call broker: ${line}`);
}

/** One line for the owner, whoever hears the events. */
export function warn(line: string): void {
  console.warn(`live-call broker: ${oneLine(line)}`);
}

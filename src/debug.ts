import type { LiveCallEventMap } from './call/events.js';
import type { CallMetrics } from './call/metrics.js';
import { toJson } from './platform/json.js';
import { redact } from './platform/redact.js';

/** Events that carry nothing a caller said. */
const reported = [
  'statechange',
  'micmutechange',
  'audioloss',
  'callerror',
  'callend',
] as const satisfies readonly (keyof LiveCallEventMap)[];

/** An element that reports its calls by events. */
export interface DebugHost extends EventTarget {
  /** Whether its calls are written to the console. */
  readonly debug: boolean;
  readonly metrics: CallMetrics;
}

/**
 * Writes each event of a call to the console while `host.debug`: a plain object with the fields of the
 * event and the metrics at that moment. A token, audio or the cause of an error is never in it.
 */
export function debugOnConsole(host: DebugHost): void {
  const write = (event: Event) => {
    // Chrome's console hides what `console.debug` says: https://developer.chrome.com/docs/devtools/console/reference#level
    if (host.debug) console.info?.('live-call', event.type, plain(event, host.metrics));
  };
  for (const type of reported) host.addEventListener(type, write);
}

/** JSON takes the fields of an event, and of an error its code and detail but not its cause. */
function plain(event: Event, metrics: CallMetrics): unknown {
  return JSON.parse(
    toJson(Object.assign({}, event, { metrics, isTrusted: undefined })),
    (_, value: unknown) => (typeof value === 'string' ? redact(value) : value),
  );
}

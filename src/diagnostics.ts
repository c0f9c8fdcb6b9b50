import type { CallController, ConversationPlace } from './call/call-controller.js';
import type { ErrorCode } from './call/errors.js';
import type { LedgerSnapshot } from './call/ledger.js';
import type { CallState } from './call/lifecycle.js';
import type { CallMetrics } from './call/metrics.js';
import { redact } from './platform/redact.js';
import { settings, type ElementSettings, type SettingName } from './settings.js';
import { version } from './version.js';

/** Facts for a bug report, fit for JSON: no token, no instructions, nothing that was said. */
export interface Diagnostics {
  /** Of this package. */
  readonly version: string;
  readonly userAgent: string;
  readonly secureContext: boolean;
  readonly state: CallState;
  readonly error: { readonly code: ErrorCode; readonly detail: string } | undefined;
  readonly ledger: LedgerSnapshot;
  readonly metrics: CallMetrics;
  /** The audio engine; `sampleRate` in Hz. */
  readonly audio: { readonly state: string; readonly sampleRate: number } | undefined;
  /** Where the conversation runs: in a Worker, which the page cannot hold up, or in the page; undefined before that is known. */
  readonly conversation: ConversationPlace | undefined;
  readonly settings: { readonly [Name in SettingName]?: unknown };
}

/** Looks at a call, or the last one, and at the settings of its element. */
export function diagnose(call: CallController, element: ElementSettings): Diagnostics {
  const { state, error, ledger, metrics, context } = call;
  return {
    version,
    userAgent: navigator.userAgent,
    secureContext: isSecureContext,
    state,
    error: error && { code: error.code, detail: redact(error.detail) },
    ledger,
    metrics,
    conversation: call.conversation,
    audio: context && { state: context.state, sampleRate: context.sampleRate },
    settings: Object.fromEntries(
      Object.entries(settings).flatMap(([name, { shown }]) =>
        shown ? [[name, show(element[name as SettingName], shown)]] : [],
      ),
    ),
  };
}

function show(value: unknown, as: 'value' | 'address' | 'presence'): unknown {
  if (as === 'presence') return Boolean(value);
  if (as === 'value' || typeof value !== 'string') return value;
  // An address may carry a secret in its query, its fragment or before its host.
  return redact(value.replace(/[?#].*|(?<=\/\/)[^/]*@/gs, ''));
}

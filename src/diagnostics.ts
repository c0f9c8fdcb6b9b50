import type { CallController } from './call/call-controller.js';
import { redact } from './platform/redact.js';
import { version } from './version.js';

/** The settings that a bug report may show; of addresses only what comes before a query. */
const shown = [
  'tokenUrl',
  'baseUrl',
  'apiVersion',
  'workletUrl',
  'model',
  'voice',
  'language',
  'maxHold',
  'resend',
  'whenBusy',
  'muted',
  'volume',
] as const;

type Settings = { readonly [Name in (typeof shown)[number] | 'tokenProvider']?: unknown };

/** What a bug report needs, fit for JSON: no token, no instructions, nothing that was said. */
export type Diagnostics = ReturnType<typeof diagnose>;

/** Looks at a call, or the last one, and at the element's `settings`. */
export function diagnose(call: CallController, settings: Settings) {
  const { state, error, ledger, metrics, context } = call;
  return {
    version,
    userAgent: navigator.userAgent,
    secureContext: isSecureContext,
    state,
    error: error && { code: error.code, detail: redact(error.detail) },
    ledger,
    metrics,
    /** The audio engine; `sampleRate` in Hz. */
    audio: context && { state: context.state, sampleRate: context.sampleRate },
    settings: {
      ...Object.fromEntries(
        shown.map((name) => [name, plain(settings[name], name.endsWith('Url'))]),
      ),
      tokenProvider: !!settings.tokenProvider,
    },
  };
}

/** An address may carry a secret in its query, its fragment or before its host. */
function plain(value: unknown, address: boolean): unknown {
  if (!address || typeof value !== 'string') return value;
  return redact(value.replace(/[?#].*|(?<=\/\/)[^/]*@/gs, ''));
}

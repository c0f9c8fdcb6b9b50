export { LiveCall } from './live-call.js';
export { CallError, type ErrorCode } from './call/errors.js';
export {
  AudioLossEvent,
  BeforeStartEvent,
  CallEndEvent,
  CallErrorEvent,
  MuteChangeEvent,
  StateChangeEvent,
  VolumeChangeEvent,
  type EndReason,
  type LiveCallEventMap,
} from './call/events.js';
export type { LedgerSnapshot, LossReason, PlaybackLedger } from './call/ledger.js';
export type { CallState } from './call/lifecycle.js';
export type { CallMetrics } from './call/metrics.js';
export type { TokenProvider } from './live/token.js';

export { LiveCall } from './live-call.js';
export { CallError, type ErrorCode } from './call/errors.js';
export {
  AudioLossEvent,
  BeforeStartEvent,
  CallEndEvent,
  CallErrorEvent,
  MuteChangeEvent,
  StateChangeEvent,
  ToolCallEvent,
  VolumeChangeEvent,
  type EndReason,
  type LiveCallEventMap,
} from './call/events.js';
export type { AudioDevice, AudioDevices } from './audio/devices.js';
export type { LedgerSnapshot, LossReason, PlaybackLedger, TextLedger } from './call/ledger.js';
export type { CallState } from './call/lifecycle.js';
export type { CallMetrics } from './call/metrics.js';
export type { WhenBusy } from './call/page-lock.js';
export type { ToolCall } from './call/ports/session.js';
export type { ToolDefinition, ToolOptions } from './call/tools.js';
export type { Resend } from './connection/uplink.js';
export type { Diagnostics } from './diagnostics.js';
export type { TokenProvider, TokenRequest } from './gemini/token.js';

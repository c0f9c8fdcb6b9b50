import type { UplinkListener } from '../connection/uplink.js';
import type { Ledger } from './ledger.js';
import type { Transcript } from './transcript.js';

interface SentListener {
  /** Speech went out for the first time. */
  sent(): void;
  /** Whether what is said now arrives late. */
  late(late: boolean): void;
  /** A text went out; `again`, if not for the first time. */
  textSent(again: boolean): void;
  failed(error: unknown): void;
}

/** Books what goes out: speech and texts in the ledger, the words that the session has in the transcript. */
export function sentAccount(
  ledger: Ledger,
  transcript: Transcript,
  listener: SentListener,
): UplinkListener {
  return {
    sent(samples, again) {
      if (again) return ledger.resent(samples);
      ledger.sent(samples);
      listener.sent();
    },
    textSent(text, again) {
      if (!again) ledger.textSent();
      transcript.write(text);
      listener.textSent(again);
    },
    gaveUp: (samples) => ledger.gaveUp(samples),
    textUnsent: (text, dropped) => (dropped ? ledger.textGivenUp() : transcript.unwrite(text)),
    late: (late) => listener.late(late),
    failed: (error) => listener.failed(error),
  };
}

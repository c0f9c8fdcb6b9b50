/** The rate at which the Live API hears, in Hz. */
export const INPUT_RATE = 16_000;

/** One chunk of the uplink: 20 ms at {@link INPUT_RATE}, in samples. */
export const CHUNK = 320;

/**
 * How far the capture may run ahead of the socket, in chunks: a second of speech. Two other numbers
 * follow from it. The tape holds at least as much while something reads it, so that speech that waits
 * for credit is not dropped. The page grants in tenths of it, so that credit never runs out while the
 * socket takes all.
 */
export const MAX_CREDIT_CHUNKS = 50;

/** A piece of the caller's speech, as it goes on the wire. */
export interface Chunk {
  /** Position of the first sample, counted in 16 kHz samples from the first one taped in this call. */
  readonly index: number;
  /** Mono 16-bit PCM at 16 kHz, {@link CHUNK} samples; fewer only where the recording pauses or ends. */
  readonly samples: Int16Array;
}

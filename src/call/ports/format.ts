/** The rate at which the Live API hears, in Hz. */
export const INPUT_RATE = 16_000;

/** One chunk of the uplink: 20 ms at {@link INPUT_RATE}, in samples. */
export const CHUNK = 320;

/** A piece of the caller's speech, as it goes on the wire. */
export interface Chunk {
  /** Position of the first sample, counted in 16 kHz samples from the first one taped in this call. */
  readonly index: number;
  /** Mono 16-bit PCM at 16 kHz, {@link CHUNK} samples; fewer only where the recording pauses or ends. */
  readonly samples: Int16Array;
}

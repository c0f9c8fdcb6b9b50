/*
 * Makes speech longer or shorter at the same pitch, by one period of it at a time: one more is put in between two that
 * are alike, or one of them is taken out, under a cross-fade. The method is WSOLA with a period as its step, as in the
 * NetEq of WebRTC (its preemptive expand and its accelerate):
 * https://webrtc.googlesource.com/src/+/main/modules/audio_coding/neteq/g3doc/index.md
 */

/** The shortest and the longest period that is looked for, in seconds: a voice of 400 Hz, and one of 67 Hz. */
const MIN_PERIOD_SECONDS = 0.0025;
const MAX_PERIOD_SECONDS = 0.015;

/** The longest one in samples, whatever the rate: what a splice makes of it must fit into the resampler. */
const MAX_PERIOD_SAMPLES = 720;

/** Rate at which two periods are compared, in Hz: all that the pitch of a voice needs. */
const COMPARED_HZ = 6000;

/** A longer period is as good as a shorter one that is so little more alike: fewer splices are heard less. */
const TIE = 0.02;

/** Samples that `findPeriod` wants to see at a rate in Hz; with fewer it looks for shorter periods. */
export const samplesToSee = (rate: number) =>
  2 * Math.min(MAX_PERIOD_SAMPLES, Math.floor(MAX_PERIOD_SECONDS * rate));

/**
 * The length, in samples, of the first piece of `voice` that is most like the piece after it, for `count` samples at
 * `rate` Hz; 0 where they are too few.
 */
export function findPeriod(voice: Float32Array, count: number, rate: number): number {
  const step = Math.max(1, Math.round(rate / COMPARED_HZ));
  let best = 0;
  let most = -Infinity;
  for (let length = Math.ceil(MIN_PERIOD_SECONDS * rate); 2 * length <= count; length++) {
    const alike = likeness(voice, length, step);
    if (alike < most - TIE) continue;
    best = length;
    most = Math.max(most, alike);
  }
  return best;
}

/** Writes `length` samples to `output` that fade from those of `voice` at `from` over to those at `to`. */
export function crossFade(
  voice: Float32Array,
  from: number,
  to: number,
  length: number,
  output: Float32Array,
): void {
  for (let i = 0; i < length; i++) {
    const share = (i + 0.5) / length;
    output[i] = voice[from + i]! * (1 - share) + voice[to + i]! * share;
  }
}

/** The correlation of the first `length` samples with the next ones, from -1 to 1; silence is like silence. */
function likeness(voice: Float32Array, length: number, step: number): number {
  let product = 0;
  let energy = 0;
  let nextEnergy = 0;
  for (let i = 0; i < length; i += step) {
    const a = voice[i]!;
    const b = voice[length + i]!;
    product += a * b;
    energy += a * a;
    nextEnergy += b * b;
  }
  return product / Math.sqrt(energy * nextEnergy) || 0;
}

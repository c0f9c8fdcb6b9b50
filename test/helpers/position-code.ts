/** The code: period in seconds, amplitude as a share of full scale. */
export const TRI = { period: 0.5, amp: 0.85 } as const;

/** Samples on either side by which the direction of the line is told. */
const REACH = 4;

/** A place where the signal jumps. */
export interface Break {
  /** Index of the sample at which it is noticed. */
  readonly at: number;
  /** Samples that are missing; less than 0 if samples were inserted. */
  readonly lost: number;
}

export interface Proof {
  readonly samples: number;
  readonly seconds: number;
  /** Passes of the signal through its middle that were seen, and that this length should have. */
  readonly crossings: number;
  readonly expectedCrossings: number;
  readonly breaks: readonly Break[];
  /** Where in the code the first sample stands, in samples: below 0 is silence before it. Modulo the period. */
  readonly start: number;
  /** Samples missing from the first pass to the last, modulo the period. */
  readonly netLost: number;
}

/**
 * The position code at `time` in seconds: a triangle wave. A linear-phase resampler keeps a straight
 * line straight, so each pass through the middle tells the absolute position to a tenth of a sample,
 * modulo the period, whatever rates lay on the way.
 */
export function tri(time: number): number {
  const phase = (((time / TRI.period) % 1) + 1) % 1;
  return TRI.amp * (phase < 0.5 ? 4 * phase - 1 : 3 - 4 * phase);
}

/** `seconds` of the position code, sampled at `rate` Hz. */
export function triangle(seconds: number, rate: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: Math.round(seconds * rate) }, (_, i) => tri(i / rate));
}

/**
 * Reads the position code in `samples` at `rate` Hz and tells where samples are missing or were
 * inserted, if more than `tolerance` samples. Breaks of whole periods it cannot see: check the length.
 */
export function analyse(samples: Int16Array | Float32Array, rate: number, tolerance = 0.5): Proof {
  const scale = (samples instanceof Int16Array ? 32_768 : 1) * TRI.amp;
  const period = TRI.period * rate;
  const wrap = (offset: number) => offset - period * Math.round(offset / period);
  const breaks: Break[] = [];
  let first: number | undefined;
  let last: number | undefined;
  let crossings = 0;
  let pass: number[] = [];

  const endPass = (at: number) => {
    // A whole pass through the middle takes 0.15 periods; a shorter one is a fragment beside a break.
    if (pass.length > 0.1 * period) {
      const offset = median(pass, wrap);
      const jump = last === undefined ? 0 : wrap(offset - last);
      if (Math.abs(jump) > tolerance) breaks.push({ at, lost: Number(jump.toFixed(2)) });
      first ??= offset;
      last = offset;
      crossings++;
    }
    pass = [];
  };

  for (let n = REACH; n < samples.length - REACH; n++) {
    const value = samples[n]! / scale;
    if (Math.abs(value) > 0.3) {
      endPass(n);
      continue;
    }
    const rising = samples[n + REACH]! > samples[n - REACH]!;
    const position = ((value + 1) / 4) * period;
    pass.push((rising ? position : period - position) - n);
  }
  endPass(samples.length);
  return {
    samples: samples.length,
    seconds: samples.length / rate,
    crossings,
    expectedCrossings: Math.round((samples.length / period) * 2),
    breaks,
    start: first === undefined ? NaN : wrap(first),
    netLost: first === undefined || last === undefined ? 0 : wrap(last - first),
  };
}

/** The middle of numbers that are known modulo a period only. */
function median(offsets: number[], wrap: (offset: number) => number): number {
  const base = offsets[0] ?? 0;
  const sorted = offsets.map((offset) => wrap(offset - base)).sort((a, b) => a - b);
  return base + (sorted[sorted.length >> 1] ?? 0);
}

/**
 * The counting code: straight lines up and down through the middle, each a little longer than the one
 * before, so that the slope of a line tells which one it is, and with it the position in the whole
 * signal, to a tenth of a sample. A linear-phase resampler leaves the slopes as they are.
 */
const AMPLITUDE = 0.85;
/** Length of the first line, and how much longer each is than the one before, in seconds. */
const FIRST = 0.2;
const GROWTH = 0.0005;

/** The middle part of a line, as a share of the amplitude: there it is straight, whatever filters did to its ends. */
const MIDDLE = 0.3;

/** Where line `k` begins, in seconds. */
const beginOf = (k: number) => FIRST * k + (GROWTH * k * (k - 1)) / 2;
const lengthOf = (k: number) => FIRST + GROWTH * k;

/** `seconds` of the code, sampled at `rate` Hz. */
export function countingCode(seconds: number, rate: number): Float32Array<ArrayBuffer> {
  let k = 0;
  return Float32Array.from({ length: Math.round(seconds * rate) }, (_, i) => {
    const time = i / rate;
    while (time >= beginOf(k + 1)) k++;
    const risen = AMPLITUDE * ((2 * (time - beginOf(k))) / lengthOf(k) - 1);
    return k % 2 === 0 ? risen : -risen;
  });
}

/** Where a piece of a recording of the code stands in it. */
export interface Place {
  /** Position of the first sample, in samples; below 0 it is silence before the code. NaN if there is no whole line. */
  readonly begin: number;
  /** Indices of samples near which something is missing, inserted, or not of the code. */
  readonly breaks: readonly number[];
}

/** Tells where 16-bit `samples` at `rate` Hz stand in the code, and whether they follow each other. */
export function locate(samples: Int16Array, rate: number): Place {
  const limit = MIDDLE * AMPLITUDE * 32_768;
  const breaks: number[] = [];
  let begin = NaN;
  for (let from = 0, to; from < samples.length; from = to + 1) {
    to = from;
    while (to < samples.length && Math.abs(samples[to]!) <= limit) to++;
    // A line that touches an end of the piece is not whole.
    if (to === from || from === 0 || to === samples.length) continue;
    const offset = readLine(samples, from, to, rate);
    if (Number.isNaN(begin)) begin = offset;
    if (!(Math.abs(offset - begin) < 0.5)) breaks.push(from);
  }
  return { begin, breaks };
}

/** Position of sample 0 by the line whose middle is `from` to `to`; NaN if that is no line of the code. */
function readLine(samples: Int16Array, from: number, to: number, rate: number): number {
  const count = to - from;
  const center = (from + to - 1) / 2;
  let [sum, moment] = [0, 0];
  for (let n = from; n < to; n++) {
    sum += samples[n]!;
    moment += samples[n]! * (n - center);
  }
  const slope = moment / ((count * (count * count - 1)) / 12);
  const length = (2 * AMPLITUDE * 32_768) / Math.abs(slope) / rate;
  const k = Math.round((length - FIRST) / GROWTH);
  const isLine = Math.abs(length - lengthOf(k)) < GROWTH / 8 && slope > 0 === (k % 2 === 0);
  const crossing = center - sum / count / slope;
  return isLine ? (beginOf(k) + lengthOf(k) / 2) * rate - crossing : NaN;
}

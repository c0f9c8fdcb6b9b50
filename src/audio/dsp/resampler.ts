import { filterTable, type FilterTable } from './filter-table.js';

/** The lowest rate we convert from or to, in Hz: a Bluetooth headset in a phone call. */
export const MIN_RATE_HZ = 8_000;
/** The highest rate we convert from or to, in Hz. */
export const MAX_RATE_HZ = 768_000;

/** Whether audio at `rate` Hz can be converted: a whole number from 8,000 to 768,000. */
export function isSampleRate(rate: number): boolean {
  return Number.isInteger(rate) && rate >= MIN_RATE_HZ && rate <= MAX_RATE_HZ;
}

/** Input samples to take at a time, beside those that the filter still needs. */
const BLOCK_SAMPLES = 2048;

const passThrough: FilterTable = {
  taps: 1,
  before: 0,
  rows: 1,
  coefficients: new Float32Array([1, 1]),
};

/**
 * Converts a stream from one sample rate to another, band-limited and without drift.
 *
 * Output sample k is the input at time `k * inputRate / outputRate`, in input samples: the delay of
 * the filter is compensated, so positions are preserved. `n` input samples and `end()` make exactly
 * `ceil(n * outputRate / inputRate)` output samples, however the input was cut into blocks: the
 * position is counted in whole numbers. Equal rates pass through bit for bit.
 */
export class Resampler {
  readonly #table: FilterTable;
  /** Input samples from one output sample to the next: `#step / #phases`, in lowest terms. */
  readonly #step: number;
  readonly #phases: number;
  readonly #line: Float32Array;
  /** Index on the line of the first tap of the next output sample. */
  #start = 0;
  /** Index on the line at which the input ends. */
  #end = 0;
  /** Fraction of an input sample, in `1 / #phases`, by which the next output sample lies further on. */
  #phase = 0;
  #ended = false;

  /** Rates in Hz. Throws a RangeError for a rate that is not a whole number from 8,000 to 768,000. */
  constructor(inputRate: number, outputRate: number) {
    for (const rate of [inputRate, outputRate]) {
      if (!isSampleRate(rate)) throw new RangeError(`cannot convert a sample rate of ${rate} Hz`);
    }
    const divisor = greatestCommonDivisor(inputRate, outputRate);
    this.#step = inputRate / divisor;
    this.#phases = outputRate / divisor;
    this.#table =
      inputRate === outputRate ? passThrough : filterTable(inputRate, outputRate, this.#phases);
    this.#line = new Float32Array(2 * this.#table.taps + BLOCK_SAMPLES);
    this.reset();
  }

  /** Input samples that no output sample has reached yet. */
  get pending(): number {
    return Math.max(0, this.#end - this.#start - this.#table.before);
  }

  /** Output samples still to come if `more` input samples follow, and then the end. */
  outputsAfter(more: number): number {
    const ahead = this.#end - this.#start - this.#table.before + more;
    return Math.max(0, Math.ceil((ahead * this.#phases - this.#phase) / this.#step));
  }

  /** Takes input from index `from` up to `to`; returns how many samples it took. Takes more after `read`. */
  write(input: Float32Array, from: number, to: number): number {
    const line = this.#line;
    // The end of the line is kept free for the silence that `end` puts there.
    const limit = line.length - this.#table.taps;
    if (this.#end + to - from > limit) this.#rewind();
    const count = Math.min(to - from, limit - this.#end);
    for (let i = 0; i < count; i++) line[this.#end + i] = input[from + i]!;
    this.#end += count;
    return count;
  }

  /** Fills `output` from index `from` up to `to` as far as the input goes; returns how many samples it wrote. */
  read(output: Float32Array, from: number, to: number): number {
    const { taps, before } = this.#table;
    const limit = this.#ended ? this.#end - before - 1 : this.#end - taps;
    const whole = Math.floor(this.#step / this.#phases);
    const fraction = this.#step % this.#phases;
    let at = from;
    while (at < to && this.#start <= limit) {
      output[at++] = this.#sample();
      this.#start += whole;
      this.#phase += fraction;
      if (this.#phase >= this.#phases) {
        this.#phase -= this.#phases;
        this.#start++;
      }
    }
    return at - from;
  }

  /** Ends the input: `read` gives the rest, as though silence followed. Then call `reset`. */
  end(): void {
    this.#ended = true;
    this.#line.fill(0, this.#end, this.#end + this.#table.taps);
  }

  /** Forgets everything; the next input sample is the first. */
  reset(): void {
    this.#line.fill(0, 0, this.#table.before);
    this.#start = 0;
    this.#end = this.#table.before;
    this.#phase = 0;
    this.#ended = false;
  }

  #sample(): number {
    const { taps, rows, coefficients } = this.#table;
    if (rows === this.#phases) {
      return dot(coefficients, this.#phase * taps, this.#line, this.#start, taps);
    }
    const position = (this.#phase / this.#phases) * rows;
    const row = Math.floor(position);
    const low = dot(coefficients, row * taps, this.#line, this.#start, taps);
    const high = dot(coefficients, (row + 1) * taps, this.#line, this.#start, taps);
    return low + (high - low) * (position - row);
  }

  #rewind(): void {
    this.#line.copyWithin(0, this.#start, this.#end);
    this.#end -= this.#start;
    this.#start = 0;
  }
}

/** Sum of the products of `length` numbers: 1, or a multiple of 4. */
function dot(a: Float32Array, i: number, b: Float32Array, j: number, length: number): number {
  if (length === 1) return a[i]! * b[j]!;
  // Four independent sums keep the processor's pipeline full.
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (const end = i + length; i < end; i += 4, j += 4) {
    s0 += a[i]! * b[j]!;
    s1 += a[i + 1]! * b[j + 1]!;
    s2 += a[i + 2]! * b[j + 2]!;
    s3 += a[i + 3]! * b[j + 3]!;
  }
  return s0 + s1 + (s2 + s3);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

import { Resampler } from '../dsp/resampler.js';
import { crossFade, findPeriod, samplesToSee } from '../dsp/time-stretch.js';
import { PcmQueue } from './pcm-queue.js';

const SCRATCH_SAMPLES = 256;
/** Samples that go as they are before it is asked again whether a splice is due. */
const STEP_SAMPLES = 64;

/** Samples in the resampler that stand for others of the voice. */
interface Span {
  /** Of the voice. */
  readonly input: number;
  /** In the resampler. */
  readonly output: number;
}

/** A stretch of voice at one rate: chunks of 16-bit PCM in, floats at the rate of the device out. */
export class RateSegment {
  /** Rate of the chunks in Hz. */
  readonly rate: number;
  /** Speed of the voice: 1, or above it up to below 2, or below it down to 0.5. Its pitch stays the same. */
  speed = 1;
  readonly #resampler: Resampler;
  readonly #voice = new PcmQueue();
  readonly #seen: Float32Array;
  readonly #spliced: Float32Array;
  /** The parts of the resampler's content, from the oldest splice that is still in it on, oldest first. */
  #spans: Span[] = [];
  /** Samples by which what was played is shorter than the speed asks for; negative where it is longer. */
  #owed = 0;
  /** Length of the last period that was put in or taken out. */
  #period = 0;
  #ended = false;

  /** Rates in Hz. Throws a RangeError as {@link Resampler} does. */
  constructor(rate: number, deviceRate: number) {
    this.rate = rate;
    this.#resampler = new Resampler(rate, deviceRate);
    this.#seen = new Float32Array(Math.max(SCRATCH_SAMPLES, samplesToSee(rate)));
    this.#spliced = new Float32Array(samplesToSee(rate) / 2);
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Samples written and not yet played. */
  get queued(): number {
    let left = this.#resampler.pending;
    let sum = this.#voice.length;
    for (let i = this.#spans.length - 1; i >= 0; i--) {
      const { input, output } = this.#spans[i]!;
      const part = Math.min(left, output);
      sum += Math.ceil((part * input) / output);
      left -= part;
    }
    return sum + left;
  }

  /** Frames still to be read, if nothing more is written and no splice is made. */
  get remaining(): number {
    return this.#resampler.outputsAfter(this.#voice.length);
  }

  /** Queues a chunk. Do not change it afterwards. */
  write(samples: Int16Array): void {
    this.#voice.push(samples);
  }

  /**
   * Fills `output` from index `from` up to `to`; returns how many frames it wrote. The last
   * millisecond waits for what follows it, or for `end`.
   */
  read(output: Float32Array, from: number, to: number): number {
    let at = from;
    do at += this.#resampler.read(output, at, to);
    while (at < to && this.#feed());
    return at - from;
  }

  /** Ends the segment: `read` gives all that remains. */
  end(): void {
    this.#ended = true;
    this.#resampler.end();
  }

  /** Forgets everything. */
  reset(): void {
    this.#resampler.reset();
    this.#voice.clear();
    this.#spans = [];
    this.#owed = 0;
    this.#ended = false;
    this.speed = 1;
  }

  /** Moves a few samples into the resampler, as they are or spliced; false if there are none. */
  #feed(): boolean {
    if (this.#voice.length === 0) return false;
    if (this.speed === 1) this.#owed = 0;
    else if (this.#splice()) return true;
    const count = this.#voice.peek(this.#seen, this.speed === 1 ? SCRATCH_SAMPLES : STEP_SAMPLES);
    this.#move(this.#seen, count, count);
    return true;
  }

  /** Makes one period more or less of the voice; false where it is not time for it, or too little of it is there. */
  #splice(): boolean {
    const slower = this.speed < 1;
    const least = this.#period / 2;
    // A splice is due where it brings the debt nearer to nothing.
    const due = this.#owed + this.#period * (slower ? 1 / this.speed - 2 : 2 / this.speed - 1);
    if (slower ? due < -least : due > least) return false;
    const count = this.#voice.peek(this.#seen, samplesToSee(this.rate));
    const period = findPeriod(this.#seen, count, this.rate);
    if (period === 0) return false;
    this.#period = period;
    if (slower) {
      this.#move(this.#seen, period, period);
      crossFade(this.#seen, period, 0, period, this.#spliced);
      this.#move(this.#spliced, period, 0);
    } else {
      crossFade(this.#seen, 0, period, period, this.#spliced);
      this.#move(this.#spliced, period, 2 * period);
    }
    return true;
  }

  /** Moves `output` samples into the resampler that stand for the first `input` ones of the voice. */
  #move(samples: Float32Array, output: number, input: number): void {
    const { pending } = this.#resampler;
    let after = this.#spans.reduce((sum, span) => sum + span.output, 0);
    while (this.#spans[0] && after - this.#spans[0].output >= pending) {
      after -= this.#spans.shift()!.output;
    }
    if (input !== output || this.#spans.length > 0) this.#spans.push({ input, output });
    this.#owed += input / this.speed - output;
    this.#resampler.write(samples, 0, output);
    this.#voice.skip(input);
  }
}

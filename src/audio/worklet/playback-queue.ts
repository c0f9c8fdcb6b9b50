import type { PlaybackReport } from '../../call/ports/audio.js';
import { JitterTarget } from './jitter.js';
import { FadeOut } from './fade-out.js';
import { PlayoutSpeed } from './playout-speed.js';
import { RateSegment } from './rate-segment.js';

/** Length of the fade where the voice starts, stops or is cut off. */
const FADE_SECONDS = 0.003;

/**
 * - idle: no turn is open and nothing is queued
 * - priming: gathers a little voice before the first sound
 * - playing
 * - dry: has played everything, but the turn is not over
 */
type Phase = 'idle' | 'priming' | 'playing' | 'dry';

/**
 * The model's voice on its way to the loudspeaker, with an account of every sample as received:
 * `received = played + flushed + queued`.
 */
export class PlaybackQueue {
  readonly #deviceRate: number;
  readonly #fadeFrames: number;
  readonly #jitter = new JitterTarget();
  readonly #speed = new PlayoutSpeed();
  #phase: Phase = 'idle';
  #turnEnded = false;
  /** Silence since the voice ran dry. */
  #drySeconds = 0;
  /** Oldest first. A new segment begins where the rate changes. */
  #segments: RateSegment[] = [];
  /** The segment before, whose filter can be used again. */
  #spare: RateSegment | undefined;
  /** How far the voice has faded in, in frames; `#fadeFrames` is full loudness. */
  #fadeIn = 0;
  readonly #fadingOut: FadeOut;
  #received = 0;
  #played = 0;
  #flushed = 0;
  #underruns = 0;
  #peak = 0;

  /** `deviceRate` in Hz. */
  constructor(deviceRate: number) {
    this.#deviceRate = deviceRate;
    this.#fadeFrames = Math.round(FADE_SECONDS * deviceRate);
    this.#fadingOut = new FadeOut(this.#fadeFrames);
  }

  /** Whether the voice sounds now. */
  get sounding(): boolean {
    return this.#phase === 'playing';
  }

  /** Samples received, and neither played nor flushed. */
  get queued(): number {
    let sum = 0;
    for (const segment of this.#segments) sum += segment.queued;
    return sum;
  }

  /** Queues 16-bit PCM at `rate` Hz; do not change it afterwards. Throws a RangeError for an impossible rate. */
  write(samples: Int16Array, rate: number): void {
    if (samples.length === 0) return;
    let segment = this.#segments.at(-1);
    if (segment?.rate !== rate) {
      segment = this.#newSegment(rate);
      this.#segments.push(segment);
    }
    segment.write(samples);
    this.#received += samples.length;
    this.#turnEnded = false;
    if (this.#phase === 'dry') {
      // Only now is it certain that the turn was not over.
      this.#underruns++;
      this.#jitter.grow();
      this.#speed.ranDry(this.#drySeconds);
    }
    if (this.#phase === 'dry' || this.#phase === 'idle') {
      this.#jitter.start();
      this.#phase = 'priming';
    }
  }

  /** Ends the turn: it plays to its end, however short it is. */
  endTurn(): void {
    this.#turnEnded = true;
    if (this.#phase === 'dry') this.#finishTurn();
  }

  /** Fades the voice out within 3 ms and empties the queue. The next `write` begins a new turn. */
  flush(): void {
    this.#flushed += this.queued;
    const segment = this.#segments[0];
    if (segment && this.#phase === 'playing') this.#fadeOut(segment);
    if (this.#phase !== 'idle') this.#speed.endTurn();
    this.#forget();
    this.#turnEnded = false;
    this.#phase = 'idle';
  }

  /** Renders the next frames. */
  render(output: Float32Array): void {
    const seconds = output.length / this.#deviceRate;
    if (this.#phase === 'priming') {
      const ready = this.#turnEnded || this.#jitter.isMet(this.#queuedSeconds());
      if (ready) this.#phase = 'playing';
      else this.#wait(seconds);
    }
    if (this.#phase === 'dry') this.#drySeconds += seconds;
    const before = this.queued;
    const count = this.#phase === 'playing' ? this.#sound(output, seconds) : 0;
    output.fill(0, count);
    this.#fadingOut.mixInto(output);
    const last = this.#segments.length === 1 && this.#segments[0];
    if (last && last.ended) this.#runDry(last);
    this.#played += before - this.queued;
    for (let i = 0; i < output.length; i++) {
      const magnitude = Math.abs(output[i]!);
      if (magnitude > this.#peak) this.#peak = magnitude;
    }
  }

  /** The account; the level is the peak since the last report. */
  report(): PlaybackReport {
    const level = Math.min(1, this.#peak);
    this.#peak = 0;
    return {
      received: this.#received,
      played: this.#played,
      flushed: this.#flushed,
      queued: this.queued,
      underruns: this.#underruns,
      level,
    };
  }

  #queuedSeconds(): number {
    let sum = 0;
    for (const segment of this.#segments) sum += segment.queued / segment.rate;
    return sum;
  }

  #wait(seconds: number): void {
    this.#jitter.elapse(seconds);
    this.#speed.wait(seconds);
  }

  /** Plays the queue at the speed that it allows. */
  #sound(output: Float32Array, seconds: number): number {
    const before = this.#queuedSeconds();
    const first = this.#segments[0]!;
    first.speed = this.#turnEnded ? 1 : this.#speed.next(before, seconds);
    const count = this.#fill(output);
    this.#speed.count(count / this.#deviceRate, before - this.#queuedSeconds());
    return count;
  }

  /** Plays the queue; a segment ends where another one follows, or where its next chunk comes too late. */
  #fill(output: Float32Array): number {
    let at = 0;
    for (let segment = this.#segments[0]; segment; segment = this.#segments[0]) {
      at = this.#playOut(segment, output, at);
      if (!segment.ended || segment.remaining > 0 || this.#segments.length === 1) break;
      this.#segments.shift();
      this.#spare = segment;
    }
    return at;
  }

  /** Plays a segment; it ends if it cannot fill the output. Returns where in the output it stopped. */
  #playOut(segment: RateSegment, output: Float32Array, from: number): number {
    const at = from + this.#play(segment, output, from);
    if (at === output.length) return at;
    segment.end();
    return at + this.#play(segment, output, at);
  }

  /** Reads a segment under a gain that rises where the voice starts and falls before the segment is over. */
  #play(segment: RateSegment, output: Float32Array, from: number): number {
    let remaining = segment.remaining;
    const count = segment.read(output, from, output.length);
    for (let i = from; i < from + count; i++) {
      this.#fadeIn = Math.min(this.#fadeFrames, this.#fadeIn + 1, remaining);
      output[i]! *= this.#fadeIn / this.#fadeFrames;
      remaining--;
    }
    return count;
  }

  /** Lets the next few milliseconds of a segment fall to silence, beside whatever plays now. */
  #fadeOut(segment: RateSegment): void {
    const next = new Float32Array(this.#fadeFrames);
    this.#fadingOut.add(next, this.#playOut(segment, next, 0));
  }

  /** Fades out the end of the last segment: the queue is empty. */
  #runDry(last: RateSegment): void {
    this.#fadeOut(last);
    this.#forget();
    this.#phase = 'dry';
    this.#drySeconds = 0;
    if (this.#turnEnded) this.#finishTurn();
  }

  #forget(): void {
    this.#spare = this.#segments[0] ?? this.#spare;
    this.#segments = [];
    this.#fadeIn = 0;
  }

  #finishTurn(): void {
    this.#jitter.relax();
    this.#speed.endTurn();
    this.#turnEnded = false;
    this.#phase = 'idle';
  }

  #newSegment(rate: number): RateSegment {
    const spare = this.#spare;
    if (spare?.rate !== rate) return new RateSegment(rate, this.#deviceRate);
    this.#spare = undefined;
    spare.reset();
    return spare;
  }
}

import type { PlaybackReport } from '../../call/ports/audio.js';
import { Prime } from './jitter.js';
import { Tail } from './fade-out.js';
import { VoiceRun } from './rate-segment.js';

/** Seconds in which the voice fades where it starts, stops or is cut off. */
const FADE = 0.003;

/**
 * - idle: no turn is open and nothing is queued
 * - priming: a little is gathered before the first sound
 * - playing
 * - dry: all that came was played, but the turn is not over
 */
type Phase = 'idle' | 'priming' | 'playing' | 'dry';

/**
 * The model's voice on its way to the loudspeaker, with an account of every sample as received:
 * `received = played + flushed + queued`.
 */
export class PlaybackQueue {
  readonly #deviceRate: number;
  readonly #fade: number;
  readonly #prime = new Prime();
  #phase: Phase = 'idle';
  #turnEnded = false;
  /** Oldest first. A new run begins where the rate changes. */
  #runs: VoiceRun[] = [];
  /** The run before, whose filter can be used again. */
  #spare: VoiceRun | undefined;
  /** Frames of the fade that the voice has risen: `#fade` is its full loudness. */
  #swell = 0;
  readonly #tail: Tail;
  #received = 0;
  #played = 0;
  #flushed = 0;
  #underruns = 0;
  #peak = 0;

  /** `deviceRate` in Hz. */
  constructor(deviceRate: number) {
    this.#deviceRate = deviceRate;
    this.#fade = Math.round(FADE * deviceRate);
    this.#tail = new Tail(this.#fade);
  }

  /** Whether the voice sounds now, or would if more had come. */
  get sounding(): boolean {
    return this.#phase === 'playing';
  }

  /** Samples received, and neither played nor flushed. */
  get queued(): number {
    let sum = 0;
    for (const run of this.#runs) sum += run.queued;
    return sum;
  }

  /** Queues 16-bit PCM at `rate` Hz; it must not be changed afterwards. Throws a RangeError for an impossible rate. */
  write(samples: Int16Array, rate: number): void {
    if (samples.length === 0) return;
    let run = this.#runs.at(-1);
    if (run?.rate !== rate) {
      run = this.#newRun(rate);
      this.#runs.push(run);
    }
    run.write(samples);
    this.#received += samples.length;
    this.#turnEnded = false;
    if (this.#phase === 'dry') {
      // Only now is it certain that the turn was not simply over.
      this.#underruns++;
      this.#prime.grow();
    }
    if (this.#phase === 'dry' || this.#phase === 'idle') {
      this.#prime.start();
      this.#phase = 'priming';
    }
  }

  /** All of this turn has been written: it plays to its end, however short it is. */
  endTurn(): void {
    this.#turnEnded = true;
    if (this.#phase === 'dry') this.#finishTurn();
  }

  /** Fades the voice out within 3 ms and forgets what was queued. What is written next plays as a new turn. */
  flush(): void {
    this.#flushed += this.queued;
    const run = this.#runs[0];
    if (run && this.#phase === 'playing') this.#fadeOut(run);
    this.#forget();
    this.#turnEnded = false;
    this.#phase = 'idle';
  }

  /** Renders the next frames. */
  render(output: Float32Array): void {
    if (this.#phase === 'priming') {
      const ready = this.#turnEnded || this.#prime.isMet(this.#queuedSeconds());
      if (ready) this.#phase = 'playing';
      else this.#prime.elapse(output.length / this.#deviceRate);
    }
    const before = this.queued;
    const count = this.#phase === 'playing' ? this.#fill(output) : 0;
    output.fill(0, count);
    this.#tail.mixInto(output);
    const last = this.#runs.length === 1 && this.#runs[0];
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
    for (const run of this.#runs) sum += run.queued / run.rate;
    return sum;
  }

  /** Plays what there is; a run ends where another one follows, or where nothing more is there in time. */
  #fill(output: Float32Array): number {
    let at = 0;
    for (let run = this.#runs[0]; run; run = this.#runs[0]) {
      at = this.#playOut(run, output, at);
      if (!run.ended || run.remaining > 0 || this.#runs.length === 1) break;
      this.#runs.shift();
      this.#spare = run;
    }
    return at;
  }

  /** Plays a run; it ends if it cannot fill the output. Returns where in the output it stopped. */
  #playOut(run: VoiceRun, output: Float32Array, from: number): number {
    const at = from + this.#play(run, output, from);
    if (at === output.length) return at;
    run.end();
    return at + this.#play(run, output, at);
  }

  /** Reads a run under a gain that rises where the voice starts and falls before the run is over. */
  #play(run: VoiceRun, output: Float32Array, from: number): number {
    let remaining = run.remaining;
    const count = run.read(output, from, output.length);
    for (let i = from; i < from + count; i++) {
      this.#swell = Math.min(this.#fade, this.#swell + 1, remaining);
      output[i]! *= this.#swell / this.#fade;
      remaining--;
    }
    return count;
  }

  /** Lets the next few milliseconds of a run sound on, falling, beside whatever is played now. */
  #fadeOut(run: VoiceRun): void {
    const next = new Float32Array(this.#fade);
    this.#tail.add(next, this.#playOut(run, next, 0));
  }

  /** Nothing is queued but the end of the last run. */
  #runDry(last: VoiceRun): void {
    this.#fadeOut(last);
    this.#forget();
    this.#phase = 'dry';
    if (this.#turnEnded) this.#finishTurn();
  }

  #forget(): void {
    this.#spare = this.#runs[0] ?? this.#spare;
    this.#runs = [];
    this.#swell = 0;
  }

  #finishTurn(): void {
    this.#prime.relax();
    this.#turnEnded = false;
    this.#phase = 'idle';
  }

  #newRun(rate: number): VoiceRun {
    const spare = this.#spare;
    if (spare?.rate !== rate) return new VoiceRun(rate, this.#deviceRate);
    this.#spare = undefined;
    spare.reset();
    return spare;
  }
}

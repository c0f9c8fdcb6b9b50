import { joinPcm } from './pcm.js';

/** The rate at which the model hears, in Hz. */
export const EAR_RATE = 16_000;

/** 20 ms, the grain of the detector, in samples. */
const FRAME = 320;
const MAX_UTTERANCE = 60 * EAR_RATE;

// Levels in dB below full scale. Speech is what stands this far above the quietest 20 ms of the last 3 s.
const ABOVE_FLOOR = 10;
const QUIETEST = -50;
const LOUDEST_FLOOR = -35;
const FLOOR_MEMORY = 150;

/** Voiced frames, in a row of five, that make an onset: a click has fewer. */
const ONSET = 3;

/** The speech of the caller between two pauses. */
export interface Utterance {
  /** 16 kHz PCM from a little before the voice to a little after it. */
  readonly samples: Int16Array;
  /** Length of the voiced part in seconds, pauses inside it included. */
  readonly seconds: number;
}

export type EarEvent = { readonly type: 'start' } | ({ readonly type: 'end' } & Utterance);

export interface EarOptions {
  /** Milliseconds of silence that end an utterance. */
  readonly silence: number;
  /** Milliseconds kept from before the first voiced frame. */
  readonly prefix: number;
  /** Whether it finds utterances itself; otherwise `start` and `end` are called. */
  readonly automatic: boolean;
}

/** Listens to 16 kHz PCM and finds what is said between pauses, first syllable included. */
export class Ear {
  readonly #options: EarOptions;
  #rest = new Int16Array(0);
  /** The frames since `prefix` before the utterance or, in silence, the last of them. */
  #frames: Int16Array[] = [];
  #levels: number[] = [];
  #speaking = false;
  /** Index in `#frames` of the first voiced frame, and the one after the last. */
  #voicedFrom = 0;
  #voicedTo = 0;

  constructor(options: EarOptions) {
    this.#options = options;
  }

  /** Whether an utterance has begun and not ended. */
  get speaking(): boolean {
    return this.#speaking;
  }

  /** Takes the next samples; tells in order what began and ended in them. */
  hear(samples: Int16Array): EarEvent[] {
    const events: EarEvent[] = [];
    const heard = joinPcm([this.#rest, samples]);
    let at = 0;
    for (; at + FRAME <= heard.length; at += FRAME)
      events.push(...this.#hearFrame(heard.slice(at, at + FRAME)));
    this.#rest = heard.slice(at);
    return events;
  }

  /** The caller says that speech begins here. */
  start(): EarEvent[] {
    if (this.#speaking) return [];
    this.#begin(this.#frames.length);
    return [{ type: 'start' }];
  }

  /** Nothing more comes, or the caller says that speech ends here: ends the utterance at once. */
  end(): EarEvent[] {
    if (this.#rest.length > 0) this.#frames.push(this.#rest);
    this.#rest = new Int16Array(0);
    if (!this.#speaking) return [];
    if (!this.#options.automatic) this.#voicedTo = this.#frames.length;
    return [this.#finish()];
  }

  /** An ear that has heard the same. */
  copy(): Ear {
    const ear = new Ear(this.#options);
    ear.#rest = this.#rest;
    ear.#frames = [...this.#frames];
    ear.#levels = [...this.#levels];
    ear.#speaking = this.#speaking;
    ear.#voicedFrom = this.#voicedFrom;
    ear.#voicedTo = this.#voicedTo;
    return ear;
  }

  #hearFrame(frame: Int16Array): EarEvent[] {
    this.#frames.push(frame);
    this.#levels.push(level(frame));
    if (this.#levels.length > FLOOR_MEMORY) this.#levels.shift();
    if (!this.#options.automatic) return this.#speaking ? [] : this.#forget();
    const floor = Math.min(LOUDEST_FLOOR, ...this.#levels);
    const threshold = Math.max(QUIETEST, floor + ABOVE_FLOOR);
    return this.#speaking ? this.#listenOn(threshold) : this.#listenForOnset(threshold);
  }

  #listenForOnset(threshold: number): EarEvent[] {
    const recent = this.#levels.slice(-Math.min(5, this.#frames.length));
    const first = recent.findIndex((loudness) => loudness > threshold);
    const voiced = recent.filter((loudness) => loudness > threshold).length;
    if (voiced < ONSET) return this.#forget();
    this.#begin(this.#frames.length - recent.length + first);
    this.#voicedTo = this.#frames.length;
    return [{ type: 'start' }];
  }

  #listenOn(threshold: number): EarEvent[] {
    if ((this.#levels.at(-1) ?? 0) > threshold) this.#voicedTo = this.#frames.length;
    const silence = (this.#frames.length - this.#voicedTo) * FRAME;
    const ended = silence * 1000 >= this.#options.silence * EAR_RATE;
    return ended || this.#frames.length * FRAME >= MAX_UTTERANCE ? [this.#finish()] : [];
  }

  #begin(voicedFrom: number): void {
    this.#speaking = true;
    const kept = Math.max(0, voicedFrom - this.#prefixFrames());
    this.#frames.splice(0, kept);
    this.#voicedFrom = voicedFrom - kept;
    this.#voicedTo = this.#voicedFrom;
  }

  #finish(): EarEvent {
    // A little of the silence too, so that the last consonant is whole.
    const end = Math.min(this.#frames.length, this.#voicedTo + 10);
    const samples = joinPcm(this.#frames.slice(0, end));
    const seconds = ((this.#voicedTo - this.#voicedFrom) * FRAME) / EAR_RATE;
    this.#speaking = false;
    this.#frames = this.#frames.slice(end);
    this.#forget();
    return { type: 'end', samples, seconds };
  }

  /** Keeps no more of the silence than the next utterance needs. */
  #forget(): [] {
    const spare = this.#frames.length - (this.#prefixFrames() + 5);
    if (spare > 0) this.#frames.splice(0, spare);
    return [];
  }

  #prefixFrames(): number {
    return Math.ceil((this.#options.prefix * EAR_RATE) / 1000 / FRAME);
  }
}

/** Mean power of a frame in dB below full scale; -70 for anything quieter. */
function level(frame: Int16Array): number {
  let power = 0;
  for (const sample of frame) power += sample * sample;
  return Math.max(-70, 10 * Math.log10(power / frame.length / 2 ** 30));
}

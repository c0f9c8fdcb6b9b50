import { Ear, EAR_RATE, type EarEvent, type EarOptions } from './ear.js';
import { type JsonObject, objectAt, objectsAt } from './json.js';
import { pcmFromBase64 } from './pcm.js';
import { Refused } from './refusal.js';
import { PcmResampler } from './resample.js';
import type { ActivityScript } from './script.js';

/** The parts of a `realtimeInput` message, in the order in which they count. */
export interface InputListener {
  /** The samples as they came, at whatever rate. */
  heard(samples: Int16Array): void;
  streamEnded(): void;
  marked(type: 'start' | 'end'): void;
  /** Something came that the client should not have sent, and that is let pass. */
  astray(what: string): void;
  /** An utterance began or ended. */
  activity(event: EarEvent): void;
  wrote(text: string): void;
}

/** Reads `realtimeInput`: decodes the audio, keeps an ear on it. */
export class RealtimeInput {
  readonly #options: EarOptions;
  readonly #ear: Ear;
  #resampler: PcmResampler | undefined;
  /** Whether the client has marked the beginning of speech on this connection, and not its end. */
  #marked = false;

  /** `memory` is an ear that a resumed session has heard with. */
  constructor(options: EarOptions, memory?: Ear) {
    this.#options = options;
    this.#ear = memory?.copy() ?? new Ear(options);
  }

  /** The ear as it is now, to resume with. */
  get memory(): Ear {
    return this.#ear.copy();
  }

  /** Throws Refused for what the Live API would not take. */
  read(input: JsonObject, listener: InputListener): void {
    const tell = (events: EarEvent[]) => events.forEach((event) => listener.activity(event));
    for (const blob of [objectAt(input, 'audio'), ...objectsAt(input, 'mediaChunks')]) {
      if (!('data' in blob)) continue;
      const { samples, rate } = readAudio(blob);
      this.#check(this.#marked, 'audio outside of the speech that is marked', listener);
      listener.heard(samples);
      tell(this.#ear.hear(this.#convert(samples, rate)));
    }
    if ('activityStart' in input) {
      this.#mark('start', listener);
      tell(this.#ear.start());
    }
    if ('activityEnd' in input) {
      this.#mark('end', listener);
      tell(this.#ear.end());
    }
    if (input['audioStreamEnd'] === true) {
      this.#check(false, 'audioStreamEnd where speech is marked', listener);
      listener.streamEnded();
      tell(this.#ear.end());
    }
    if (typeof input['text'] === 'string') listener.wrote(input['text']);
  }

  #convert(samples: Int16Array, rate: number): Int16Array {
    if (rate === EAR_RATE) return samples;
    if (this.#resampler?.inputRate !== rate) this.#resampler = new PcmResampler(rate, EAR_RATE);
    return this.#resampler.push(samples);
  }

  /** Tells of a mark, and of one that comes twice. */
  #mark(type: 'start' | 'end', listener: InputListener): void {
    if (this.#options.automatic)
      throw new Refused(
        1007,
        'Explicit activity control is not supported when automatic activity detection is enabled.',
      );
    this.#check(this.#marked === (type === 'end'), `a second ${type} of speech`, listener);
    this.#marked = type === 'start';
    listener.marked(type);
  }

  /** A client that marks speech sends all of it between the marks. */
  #check(holds: boolean, what: string, listener: InputListener): void {
    if (!holds && !this.#options.automatic) listener.astray(what);
  }
}

/** How the setup, or else the script, wants utterances found. */
export const earOptions = (setup: JsonObject, script: ActivityScript | undefined): EarOptions => {
  const { disabled, silenceDurationMs, prefixPaddingMs } = objectAt(
    objectAt(setup, 'realtimeInputConfig'),
    'automaticActivityDetection',
  );
  return {
    automatic: disabled !== true,
    silence: Number(silenceDurationMs ?? script?.silence ?? 700),
    prefix: Number(prefixPaddingMs ?? script?.prefix ?? 250),
  };
};

function readAudio({ data, mimeType }: JsonObject): { samples: Int16Array; rate: number } {
  const rate = Number(/^audio\/pcm;rate=(\d{4,6})$/.exec(String(mimeType))?.[1]);
  if (!(rate >= 8_000)) throw new Refused(1007, `Unsupported MIME type: ${String(mimeType)}`);
  const samples = pcmFromBase64(String(data));
  if (!samples)
    throw new Refused(1007, `Invalid value at 'realtime_input.audio.data' (TYPE_BYTES).`);
  return { samples, rate };
}

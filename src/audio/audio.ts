import { CallError } from '../call/errors.js';
import type { Audio, AudioOptions, ChosenDevices, OpenAudio } from '../call/ports/audio.js';
import { Engine } from './engine/engine.js';
import { lacksSpeaker } from './engine/output-device.js';
import { BufferedMicrophone } from './microphone/microphone.js';
import { checkAudio, checkMicrophone } from './support.js';
import { WorkletSpeaker } from './speaker/speaker.js';

/** Engines to replace within the window; the next one that breaks ends the call. */
const MAX_REPLACEMENTS = 2;
const REPLACEMENT_WINDOW_MS = 60_000;

/**
 * Opens one AudioContext with the microphone and a speaker on it. The context, the question for the
 * microphone and the worklet start side by side in this very task. Throws a CallError where there
 * can be no audio at all. A later failure rejects `microphone.taped` or goes to the listener.
 */
export const openAudio: OpenAudio = (options, signal) => {
  signal.throwIfAborted();
  checkAudio();
  if (!options.text) checkMicrophone();
  return new RecoveringAudio(options, signal);
};

/** A microphone and a speaker that outlive their engine: another engine takes the place of one that breaks. */
class RecoveringAudio implements Audio {
  readonly microphone: BufferedMicrophone;
  readonly speaker: WorkletSpeaker;
  readonly #options: AudioOptions;
  readonly #life = new AbortController();
  #devices: ChosenDevices;
  #engine: Engine;
  /** The engines that are not closed yet. */
  #engines: readonly Engine[] = [];
  /** When engines were replaced, in ms of the page's clock. */
  #replacedAtMs: number[] = [];

  /** Opens an engine and asks for the microphone in this very task. Throws CallError `audio-failed`. */
  constructor(options: AudioOptions, signal: AbortSignal) {
    this.#options = options;
    this.#devices = options.devices;
    const { signal: life } = this.#life;
    signal.addEventListener('abort', () => this.#life.abort(signal.reason), { signal: life });
    this.#engine = this.#open();
    this.microphone = new BufferedMicrophone({ ...options, listener: options.microphone }, life);
    this.speaker = new WorkletSpeaker(options);
    this.#use(this.#engine);
  }

  get context(): AudioContext {
    return this.#engine.context;
  }

  choose(devices: ChosenDevices): void {
    this.#devices = devices;
    this.microphone.choose(devices);
    this.#engine.output.choose(devices.speaker);
  }

  async close(): Promise<void> {
    this.#life.abort();
    await Promise.all(this.#engines.map((engine) => engine.close()));
  }

  #open(): Engine {
    const engine = new Engine(
      {
        workletUrl: this.#options.workletUrl,
        blocked: (blocked) => {
          if (!this.#life.signal.aborted) this.microphone.blocked = blocked;
        },
        broken: (error) => {
          // A refused microphone is the caller's to mend, so its own error ends the call.
          this.microphone.granted.then(
            () => this.#replace(engine, error),
            () => {},
          );
        },
      },
      this.#life.signal,
    );
    engine.output.choose(this.#devices.speaker);
    const open = this.#engines.filter(({ context }) => context.state !== 'closed');
    this.#engines = [...open, engine];
    return engine;
  }

  #use(engine: Engine): void {
    this.microphone.use(engine);
    this.speaker.use(engine);
  }

  /** The new engine starts while the old one hands over what it still can. */
  async #replace(broken: Engine, error: CallError): Promise<void> {
    if (broken !== this.#engine || this.#life.signal.aborted || this.microphone.finished) return;
    const now = performance.now();
    this.#replacedAtMs = this.#replacedAtMs.filter((then) => now - then < REPLACEMENT_WINDOW_MS);
    if (this.#replacedAtMs.length >= MAX_REPLACEMENTS) {
      const lacks = await lacksSpeaker(broken.context);
      return this.microphone.fail(
        lacks ? new CallError('no-speaker', { detail: error.detail, cause: error }) : error,
      );
    }
    this.#replacedAtMs.push(now);
    try {
      const engine = (this.#engine = this.#open());
      await this.microphone.handOff();
      void broken.close();
      if (engine === this.#engine && !this.#life.signal.aborted) this.#use(engine);
    } catch (cause) {
      await this.microphone.fail(cause as CallError);
    }
  }
}

import type { CallError } from './errors.js';
import type { MicrophoneWarning } from './ports/audio.js';
import { Thinking } from './thinking.js';
import type { Work } from './tool-calls.js';

/** The call is about to end: its time is up, or nobody has said anything for long. */
export type EndWarning = 'ending' | 'quiet';

/** Something that keeps the caller from being heard as they expect, or will: the microphone, a slow network, the end. */
export type CallWarning = MicrophoneWarning | EndWarning | 'slow';

export interface ActivityListener {
  /** Something other than a level changed. */
  changed(): void;
  /** There is a new peak of the voice that sounds, the model's or the caller's, 0 to 1, as often as many times a second. */
  level(peak: number): void;
}

/** A call without a microphone: whether one is asked for now, and why there was none when it was. */
export interface TextMode {
  readonly asking: boolean;
  readonly refusal?: CallError;
}

/** The facts of a call from which its status follows, beside its state. */
export interface ActivityFacts {
  /** Whether the model's voice sounds, or would if it were not muted. */
  readonly speaking: boolean;
  /** Whether the caller has spoken and the model has not answered yet. */
  readonly thinking: boolean;
  /** The functions that run for the model. */
  readonly work: Work | undefined;
  readonly warning: CallWarning | undefined;
  /** Undefined where a microphone takes part in the call, or is asked for as it begins. */
  readonly text?: TextMode | undefined;
  /** Whether the caller holds to talk; undefined in a call in which they need not. */
  readonly holding?: boolean | undefined;
  /** Whether the caller talks while the microphone is muted, in browsers where that can be told. */
  readonly talkingMuted?: boolean | undefined;
  /** Whether one session takes the place of another so quickly that the caller need not know. */
  readonly handingOver: boolean;
}

/** The facts that the parts of a call tell. */
interface Told extends Pick<
  ActivityFacts,
  'speaking' | 'work' | 'text' | 'holding' | 'talkingMuted'
> {
  /** The reason why the microphone is not heard. */
  readonly microphone?: MicrophoneWarning | undefined;
  readonly ending?: EndWarning | undefined;
  /** The network takes no speech, and speech waits for texts to be tried: both make it late. */
  readonly slow?: boolean;
  readonly late?: boolean;
}

const untold: Told = { speaking: false, work: undefined };

/** Nothing goes on. */
export const quiet: ActivityFacts = {
  speaking: false,
  thinking: false,
  work: undefined,
  warning: undefined,
  handingOver: false,
};

/** A hand-over that takes longer than this, in ms, is told to the caller as a reconnect. */
const QUIET_HAND_OVER_MS = 2000;

/** The changing facts of one call beside its state: levels, the model's turn, warnings, a hand-over. */
export class CallActivity {
  readonly #listener: ActivityListener;
  #told = untold;
  readonly #thinking = new Thinking();
  #wasThinking = false;
  #spokeAt = 0;
  #handOver: ReturnType<typeof setTimeout> | undefined;

  constructor(listener: ActivityListener) {
    this.#listener = listener;
  }

  /** All of it, as of now. */
  get facts(): ActivityFacts {
    const { microphone, ending, slow, late, ...told } = this.#told;
    return {
      ...told,
      thinking: this.#thinking.now,
      warning: microphone ?? ending ?? (slow || late ? 'slow' : undefined),
      handingOver: this.#handOver !== undefined,
    };
  }

  /** When somebody said or wrote something last, in ms of `Date.now()`; 0 while nobody has. */
  get spokeAt(): number {
    return this.#spokeAt;
  }

  /** The caller or the model says or writes something. */
  spoke(): void {
    this.#spokeAt = Date.now();
  }

  /** A peak, 0 to 1, of the caller's voice or of the model's. */
  setLevel(peak: number, ofSpeaker: boolean): void {
    if (ofSpeaker === this.#told.speaking) this.#listener.level(peak);
  }

  /** Some of it is otherwise now. */
  set(told: Partial<Told>): void {
    const before = this.#told;
    this.#told = { ...before, ...told };
    const names = Object.keys(told) as (keyof Told)[];
    if (names.some((name) => told[name] !== before[name])) this.#listener.changed();
  }

  /** The caller spoke for `ms` since the last report of the microphone. */
  heard(ms: number): void {
    if (ms > 0) this.spoke();
    this.#thinking.heard(ms);
    this.#lookAtThinking();
  }

  /** The model was told something in writing. */
  asked(): void {
    this.#thinking.asked();
    this.#lookAtThinking();
  }

  /** Something came of the caller's words. */
  answered(): void {
    this.#thinking.answered();
    this.#lookAtThinking();
  }

  setWork(work: Work | undefined): void {
    if (work) this.spoke();
    this.set({ work });
    this.answered();
  }

  setHolding(holding: boolean | undefined): void {
    if (holding !== this.#told.holding) this.spoke();
    this.set({ holding });
  }

  beginHandOver(): void {
    this.endHandOver();
    this.#handOver = setTimeout(() => {
      this.endHandOver();
      this.#listener.changed();
    }, QUIET_HAND_OVER_MS);
  }

  endHandOver(): void {
    clearTimeout(this.#handOver);
    this.#handOver = undefined;
  }

  /** The call is over. */
  clear(): void {
    this.endHandOver();
    this.#told = untold;
    this.#wasThinking = false;
    this.#thinking.answered();
  }

  #lookAtThinking(): void {
    if (this.#thinking.now === this.#wasThinking) return;
    this.#wasThinking = !this.#wasThinking;
    this.#listener.changed();
  }
}

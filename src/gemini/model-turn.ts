import type { SessionEvent } from '../call/ports/session.js';
import type { FrameEvent } from './read-frame.js';

/**
 * How long the voice of an interrupted turn may still come in, in ms. The server ends that turn with
 * `turnComplete`; should it fail to, its next words are heard all the same.
 */
const LATE_AUDIO_MS = 500;

/** Where one piece of words goes on with the one before: at a space, a sign, within a word, or in a script without spaces. */
const GOES_ON = /\s|[\p{L}\p{N}][\p{Ll}\p{Lo}]|.[\p{Po}\p{Pe}\p{Pf}]$/u;

/** Joins the model's voice into whole samples, and drops the rest of a turn that the caller interrupted. */
export class ModelTurn {
  readonly #on: (event: SessionEvent) => void;
  readonly #now: () => number;
  /** The first half of a sample whose second half has not come yet. */
  #half: Uint8Array | undefined;
  #interruptedAt = -Infinity;
  #announced = false;
  /** Whether nothing of the last turn can come late. */
  #whole = false;
  /** The last character of the model's words in this turn. */
  #last = '';

  /** Tells `on` what comes of the turn. `now` is a monotonic clock in ms. */
  constructor(on: (event: SessionEvent) => void, now: () => number = () => performance.now()) {
    this.#on = on;
    this.#now = now;
  }

  /** A piece of the voice: little-endian 16-bit PCM at `rate` Hz, cut anywhere. */
  audio(bytes: Uint8Array, rate: number): void {
    const samples = this.#join(bytes);
    if (samples.length === 0) return;
    this.#whole = false;
    if (this.#isInterrupted()) {
      this.#on({ type: 'discarded', samples: samples.length });
    } else {
      this.#announced = false;
      this.#on({ type: 'audio', samples, rate });
    }
  }

  /** The caller broke in. */
  interrupted(): void {
    this.#dropHalf();
    if (!this.#whole) this.#interruptedAt = this.#now();
    this.#on({ type: 'interrupted' });
  }

  /**
   * Looks for signs of the next turn in a frame, before the voice in it is heard. After an interruption
   * the server says no more of the old turn than what was on its way. So the next turn has begun once there
   * is news that only follows the old one: the words of the caller who broke in, a handle (there is none
   * within a turn), a function call, or words of the model that do not go on with its last ones.
   */
  foresee(events: readonly FrameEvent[]): void {
    for (const event of events) {
      const anew =
        event.type === 'toolCall' ||
        event.type === 'resumable' ||
        (event.type === 'transcription' &&
          event.text &&
          (event.speaker === 'caller' || !GOES_ON.test(this.#last + event.text.charAt(0))));
      if (anew && this.#isInterrupted()) {
        this.#interruptedAt = -Infinity;
        this.#whole = true;
      }
      if (event.type === 'transcription' && event.speaker === 'model')
        this.#last = event.text.slice(-1);
    }
  }

  /**
   * A piece of the words of one of the two. Words of an interrupted turn are not told, as its voice is not
   * heard; after those that come when the turn is taken to be complete, it has to be complete once more.
   */
  words(event: Extract<SessionEvent, { readonly type: 'transcription' }>): void {
    if (event.speaker === 'caller') return this.#on(event);
    if (this.#isInterrupted()) return;
    this.#on(this.#announced ? { ...event, late: true } : event);
    this.#announced = false;
  }

  /** Nothing more is said in this turn. The server may wait with `turnComplete` until it has sounded. */
  generationComplete(): void {
    this.#dropHalf();
    this.#interruptedAt = -Infinity;
    this.#whole = true;
    this.#last = '';
    if (!this.#announced) this.#on({ type: 'turnComplete' });
    this.#announced = true;
  }

  turnComplete(): void {
    this.generationComplete();
    this.#announced = this.#whole = false;
  }

  #isInterrupted(): boolean {
    return this.#now() - this.#interruptedAt <= LATE_AUDIO_MS;
  }

  #join(bytes: Uint8Array): Int16Array {
    const half = this.#half?.length ?? 0;
    const whole = new Uint8Array(half + bytes.length);
    if (this.#half) whole.set(this.#half);
    whole.set(bytes, half);
    const length = whole.length >> 1;
    this.#half = whole.length % 2 === 1 ? whole.slice(-1) : undefined;
    // Every platform with a browser is little-endian, so the bytes are samples as they lie.
    return new Int16Array(whole.buffer, 0, length);
  }

  #dropHalf(): void {
    if (this.#half) this.#on({ type: 'unreadable', what: 'half a sample' });
    this.#half = undefined;
  }
}

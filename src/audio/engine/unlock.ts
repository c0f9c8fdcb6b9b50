import { lacksSpeaker } from './output-device.js';

/** A context that has not started after as long waits for the caller. */
const START_GRACE_MS = 1000;
/**
 * The events that activate a page: a mouse pressed, a finger lifted, a key.
 * https://html.spec.whatwg.org/multipage/interaction.html#activation-triggering-input-event
 */
const gestures = ['pointerdown', 'pointerup', 'keydown'] as const;

/**
 * Resumes a context whenever the system has suspended it. Where the browser wants a click or a key
 * press for that, it calls `onblocked` and resumes at the next one. It leaves an interrupted context
 * alone, in a phone call for instance: there resume() rejects, and can break the context for good.
 * https://github.com/WebAudio/web-audio-api/issues/2392 and
 * https://github.com/GetStream/stream-video-js/pull/2249
 */
export class AudioUnlock {
  readonly #context: AudioContext;
  readonly #onblocked: (blocked: boolean) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Aborts to end the wait for the caller. */
  #waiting: AbortController | undefined;

  constructor(context: AudioContext, onblocked: (blocked: boolean) => void, signal: AbortSignal) {
    this.#context = context;
    this.#onblocked = onblocked;
    const follow = () => (context.state === 'suspended' ? this.resume() : this.#rest());
    context.addEventListener('statechange', follow, { signal });
    signal.addEventListener('abort', () => this.#rest(), { once: true });
  }

  /** Starts the context, now or when the caller allows it. */
  resume(): void {
    if (this.#context.state !== 'suspended') return;
    this.#try();
    this.#timer ??= setTimeout(() => this.#waitForCaller(), START_GRACE_MS);
  }

  /** Tries once. The state shows the result: https://github.com/WebAudio/web-audio-api/issues/1759 */
  #try(): void {
    this.#context.resume().catch(() => {});
  }

  #waitForCaller(): void {
    const waiting = (this.#waiting = new AbortController());
    const options = { capture: true, signal: waiting.signal };
    for (const type of gestures) addEventListener(type, () => this.#try(), options);
    // A caller without a speaker would tap in vain.
    void lacksSpeaker(this.#context).then((lacks) => {
      if (!lacks && waiting === this.#waiting) this.#onblocked(true);
    });
  }

  #rest(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#waiting) return;
    this.#waiting.abort();
    this.#waiting = undefined;
    this.#onblocked(false);
  }
}

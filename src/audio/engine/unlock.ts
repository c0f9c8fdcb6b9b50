/** Milliseconds after which a context that does not start is taken to wait for the caller. */
const START_GRACE_MS = 1000;
/** What browsers take for a sign of the caller: a mouse when it is pressed, a finger when it is lifted, a key. */
const gestures = ['pointerdown', 'pointerup', 'keydown'] as const;

/**
 * Resumes a context whenever the system has suspended it. Where the browser wants a click or a key
 * press for that, `onblocked` is told so, and the next one is taken. What the system has interrupted,
 * by a phone call for instance, is left alone: resume() would fail, and can break the context for good.
 */
export class AudioUnlock {
  readonly #context: AudioContext;
  readonly #onblocked: (blocked: boolean) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Ends the wait for the caller. */
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

  /** Whether that worked shows in the state of the context: the promise may stay open for ever. */
  #try(): void {
    this.#context.resume().catch(() => {});
  }

  #waitForCaller(): void {
    this.#waiting = new AbortController();
    const options = { capture: true, signal: this.#waiting.signal };
    for (const type of gestures) addEventListener(type, () => this.#try(), options);
    this.#onblocked(true);
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

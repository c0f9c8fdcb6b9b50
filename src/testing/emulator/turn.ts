import type { Clock } from './clock.js';
import type { TimedFrame } from './reply.js';

interface Outlet {
  send(frame: object): void;
}

/** A turn of the model on its way out, each frame at its time. */
export class Turn {
  readonly #clock: Clock;
  readonly #frames: Generator<TimedFrame>;
  readonly #outlet: Outlet;
  readonly #finished: () => void;
  readonly #began: number;
  #cancelTimer: () => void = () => undefined;
  #stopped = false;

  /** `finished` is told after the last frame. */
  constructor(clock: Clock, frames: Generator<TimedFrame>, outlet: Outlet, finished: () => void) {
    this.#clock = clock;
    this.#frames = frames;
    this.#outlet = outlet;
    this.#finished = finished;
    this.#began = clock.now();
  }

  /** Sends at once what is due at once, the rest in its time. */
  start(): void {
    while (!this.#stopped) {
      const { value: next, done } = this.#frames.next();
      if (done) return this.#finished();
      const wait = this.#began + next.due - this.#clock.now();
      if (wait > 0) return this.#sendLater(wait, next.frame);
      this.#outlet.send(next.frame);
    }
  }

  /** Sends nothing more. */
  stop(): void {
    this.#stopped = true;
    this.#cancelTimer();
  }

  #sendLater(wait: number, frame: object): void {
    this.#cancelTimer = this.#clock.after(wait, () => {
      this.#outlet.send(frame);
      this.start();
    });
  }
}

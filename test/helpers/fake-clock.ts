import type { Clock } from '../../src/testing/emulator/clock.js';

interface Task {
  readonly due: number;
  readonly run: () => void;
}

/** A clock that a test moves by hand. */
export class FakeClock implements Clock {
  #now = 1_000_000;
  #tasks: Task[] = [];

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const task = { due: this.#now + ms, run };
    this.#tasks.push(task);
    return () => {
      this.#tasks = this.#tasks.filter((other) => other !== task);
    };
  }

  /** Lets `ms` milliseconds pass; what falls due on the way runs in its order. */
  pass(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const [task] = this.#tasks
        .filter(({ due }) => due <= end)
        .toSorted((one, other) => one.due - other.due);
      if (!task) break;
      this.#tasks = this.#tasks.filter((other) => other !== task);
      this.#now = Math.max(this.#now, task.due);
      task.run();
    }
    this.#now = end;
  }
}

import type { Begin } from './begin.js';
import type { WorkerScope } from './worker.js';

/** Needs nothing from outside of itself, so that its text means the same in a Worker. */
export function conversation(): {
  readonly begin: Begin;
  readonly runInWorker: (scope: WorkerScope) => void;
};

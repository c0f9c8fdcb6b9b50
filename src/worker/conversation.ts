// The build makes one function of this and all that it needs, which the bundles hold once: conversation-source.js.
export { begin } from './begin.js';
export { runInWorker } from './worker.js';

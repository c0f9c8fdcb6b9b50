import type { Backend } from '../backend.js';

/** The server that answers all calls of the showroom. */
export const backend = (await (await fetch('/backend.json')).json()) as Backend;

if (backend.emulated) {
  for (const call of document.querySelectorAll('live-call')) call.baseUrl = location.origin;
}

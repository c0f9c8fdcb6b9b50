import '../../src/index.js';
import type { LiveCall } from '../../src/element.js';
import { pageLock } from '../../src/call/page-lock.js';
import type { CallState } from '../../src/call/lifecycle.js';
import type { LiveCallEventMap } from '../../src/call/events.js';
import { ownPage } from './fake-world.js';
import { openLine, type Script, type TestLine } from './line.js';

afterEach(async function () {
  // A call that a failed test leaves behind would make the next one wait for it.
  if (this.currentTest?.state !== 'failed') return;
  pageLock().holder?.replace();
  await pageLock().released;
});

/** A `<live-call>` on the page, set to dial a line of its own. */
export async function callOn(script: Script = {}): Promise<{ call: LiveCall; line: TestLine }> {
  const line = await openLine({ persona: 'silent', ...script });
  const call = document.createElement('live-call');
  call.baseUrl = line.baseUrl;
  call.tokenUrl = line.tokenUrl;
  // A test clicks on nothing.
  call.allowAutostart = true;
  document.body.append(call);
  await call.updateComplete;
  return { call, line };
}

/** Starts a call as if its page were its own, so that several can go on side by side. */
export function startAlone(call: LiveCall): Promise<void> {
  ownPage();
  return call.start();
}

/** The next event of this type. */
export function next<T extends keyof LiveCallEventMap>(
  call: LiveCall,
  type: T,
): Promise<LiveCallEventMap[T]> {
  return new Promise((resolve) => call.addEventListener(type, resolve, { once: true }));
}

/** Resolves when the call is in `state`. */
export async function reaches(call: LiveCall, state: CallState): Promise<void> {
  while (call.state !== state) await next(call, 'statechange');
}

/** Resolves when `holds` does. It looks by timer, since a page that is not in front does not draw. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
}

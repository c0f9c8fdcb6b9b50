import { openLine } from '../line.js';
import { liveCallPath } from './live-call-path.js';
import { naivePath } from './naive-path.js';
import type { CallPath, PathAccount } from './path.js';
import { pollingPath } from './polling-path.js';
import { whileSpeaking } from './speaking-microphone.js';
import { judge, type Verdict } from './verdict.js';

export const paths = {
  naive: naivePath,
  polling: pollingPath,
  'live-call': liveCallPath,
} satisfies Record<string, CallPath>;

export type PathName = keyof typeof paths;

/** Seconds that the caller goes on to speak once a session could be there. */
const AFTER = 2;

/** Lost speech by the account of the server, and by that of the page. */
export interface RaceResult extends Verdict, PathAccount {}

/** Calls a server that takes `setupDelay` milliseconds to say `setupComplete`, with a caller who does not wait. */
export async function race(name: PathName, setupDelay: number): Promise<RaceResult> {
  const seconds = Math.ceil(setupDelay / 500) / 2 + AFTER;
  const line = await openLine({ persona: 'silent', setupDelay });
  const { call, said } = whileSpeaking(seconds, () => paths[name](line));
  await said;
  await call.hangUp();
  await line.waitFor({ closed: 1 });
  return { ...judge(await line.pcm(), seconds), ...call.account() };
}

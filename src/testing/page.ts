import type { FakeMicrophone } from './fake-microphone.js';

export { useFakeMicrophone } from './fake-microphone.js';
export type { FakeMicrophone, FakeMicrophoneOptions, Sound } from './fake-microphone.js';
export { openLine } from './open-line.js';
export type { Line } from './open-line.js';
export type { Action } from './emulator/action.js';
export type { LineReport, LineTotals } from './emulator/report.js';
export type { Script } from './emulator/script.js';

declare global {
  /** On a page into which a test has put `microphoneScript`. */
  var fakeMicrophone: FakeMicrophone;
}

import type { CallStatus } from '../call/status.js';
import type { TranscriptItem } from '../call/transcript.js';
import type { Words } from './strings/en.js';

/** What two have said in a preview of a call that has lasted for a while. */
export function sample(
  { seconds }: CallStatus,
  { sampleCaller, sampleModel }: Words,
): readonly TranscriptItem[] {
  if (seconds === undefined) return [];
  const rest = { final: true, interrupted: false };
  return [
    { id: 1, speaker: 'caller', text: sampleCaller, at: 2, ...rest },
    { id: 2, speaker: 'model', text: sampleModel, at: 5, ...rest },
  ];
}

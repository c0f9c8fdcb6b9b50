import type { TranscriptItem } from '../call/transcript.js';
import type { Words } from './strings/en.js';

/** What two say in a preview. */
export function sample({ sampleCaller, sampleModel }: Words): readonly TranscriptItem[] {
  const rest = { final: true, interrupted: false };
  return [
    { id: 1, speaker: 'caller', text: sampleCaller, at: 2, ...rest },
    { id: 2, speaker: 'model', text: sampleModel, at: 5, ...rest },
  ];
}

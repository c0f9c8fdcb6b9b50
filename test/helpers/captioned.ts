import { expect } from '@open-wc/testing';
import type { TranscriptEvent } from '../../src/call/events.js';
import type { LiveCall, TranscriptItem } from '../../src/element.js';
import { callOn } from './call.js';
import type { Script, TestLine } from './line.js';
import { withSilence } from './signal-microphone.js';

export const RATE = 24_000;

/** So much of silence, in base64 PCM at 24 kHz. */
export const pcm = (seconds: number) => btoa('\0'.repeat(2 * seconds * RATE));
export const content = (serverContent: object) => ({ serverContent });
export const voice = (seconds: number) => ({
  modelTurn: {
    parts: [{ inlineData: { mimeType: 'audio/pcm;rate=24000', data: pcm(seconds) } }],
  },
});
export const audio = (seconds: number) => content(voice(seconds));
export const said = (text: string) => content({ outputTranscription: { text } });
export const heard = (text: string, more = {}) =>
  content({ inputTranscription: { text, ...more } });
export const generationComplete = content({ generationComplete: true });
export const turnComplete = content({ turnComplete: true });
export const interrupted = content({ interrupted: true });

/** A change of the transcript, and what had been played of the model's voice by then. */
export interface Change extends Pick<TranscriptItem, 'id' | 'text' | 'final' | 'interrupted'> {
  readonly played: number;
}

export function watch(call: LiveCall): Change[] {
  const changes: Change[] = [];
  call.addEventListener('transcript', ({ id, text, final, interrupted }: TranscriptEvent) => {
    const { played } = call.ledger.playback;
    changes.push({ id, text, final, interrupted, played });
  });
  return changes;
}

export async function calling(script: Script = {}) {
  const { call, line } = await callOn(script);
  const changes = watch(call);
  await withSilence(() => call.start());
  return { call, line, changes };
}

export async function hangUp(call: LiveCall, line: TestLine) {
  await call.stop();
  call.remove();
  await line.close();
}

export const read = ({ transcript }: LiveCall) =>
  transcript.map(({ speaker, text }) => [speaker, text] as const);

/** Holds each word of a turn to the sample at which it begins to sound. */
export function expectInTime(changes: readonly Change[], begins: Readonly<Record<string, number>>) {
  for (const [word, seconds] of Object.entries(begins)) {
    const change = changes.find(({ text }) => text.includes(word));
    expect(change, word).to.not.equal(undefined);
    const late = change!.played / RATE - seconds;
    expect(late, `${word} beside its sound, in seconds`).to.be.within(-0.25, 0.5);
  }
}

export const isOver = (call: LiveCall) => () => call.transcript.at(-1)?.final === true;

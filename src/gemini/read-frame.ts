import type { SessionEvent } from '../call/ports/session.js';
import { decodeBase64 } from '../platform/base64.js';
import { Fields, isRecord } from './fields.js';
import { sourcesOf } from './sources.js';

/**
 * One piece of a server frame: a {@link SessionEvent} as it is, but for the voice, which is still in
 * bytes, the end of its generation, and a call of a function, of which only the setup knows whether it blocks.
 */
export type FrameEvent =
  | Exclude<SessionEvent, { readonly type: 'frame' | 'audio' | 'discarded' | 'toolCall' | 'lost' }>
  /** Little-endian 16-bit PCM; a sample may be split between two pieces. `rate` in Hz. */
  | { readonly type: 'audio'; readonly bytes: Uint8Array; readonly rate: number }
  | { readonly type: 'generationComplete' }
  | Omit<Extract<SessionEvent, { readonly type: 'toolCall' }>, 'blocking'>;

/** The model speaks at this rate, in Hz, unless the MIME type says otherwise. */
const OUTPUT_RATE = 24_000;

/**
 * Reads a server frame, each field and each part on its own; never throws. Unknown fields are
 * skipped. The voice and the words of the model come first and `generationComplete`, `interrupted`,
 * `turnComplete` after them, in this order: everything in one frame with the end of a turn belongs to
 * that turn. The Live API puts several fields into one frame, against its own protocol definition:
 * https://ai.google.dev/api/live#BidiGenerateContentServerMessage
 */
export function readFrame(frame: unknown): FrameEvent[] {
  const events: FrameEvent[] = [];
  const report = (what: string) => events.push({ type: 'unreadable', what });
  if (!isRecord(frame)) {
    report('frame');
    return events;
  }
  const root = new Fields(frame, report);
  readContent(root.fields('serverContent'), events);
  readToolCalls(root, events);
  readHousekeeping(root, events);
  return events;
}

function readContent(content: Fields | undefined, events: FrameEvent[]): void {
  if (!content) return;
  for (const part of content.fields('modelTurn')?.objects('parts') ?? []) readPart(part, events);
  readTranscription(content.fields('inputTranscription'), 'caller', events);
  readTranscription(content.fields('outputTranscription'), 'model', events);
  for (const name of ['groundingMetadata', 'urlContextMetadata']) {
    const metadata = content.record(name);
    if (metadata)
      events.push({ type: 'grounding', metadata, sources: sourcesOf(content.fields(name)!) });
  }
  for (const type of ['generationComplete', 'interrupted', 'turnComplete'] as const) {
    if (content.flag(type)) events.push({ type });
  }
}

function readPart(part: Fields, events: FrameEvent[]): void {
  const blob = part.fields('inlineData');
  if (!blob) return;
  const mimeType = blob.text('mimeType') ?? '';
  const rate = pcmRate(mimeType);
  if (!rate) {
    events.push({ type: 'unreadable', what: `mimeType ${mimeType.slice(0, 40)}` });
    return;
  }
  try {
    events.push({ type: 'audio', bytes: decodeBase64(blob.text('data') ?? ''), rate });
  } catch {
    events.push({ type: 'unreadable', what: 'base64' });
  }
}

/** Sampling rate of a MIME type in Hz; undefined for what is not PCM of a sensible rate. */
function pcmRate(mimeType: string): number | undefined {
  const [essence, ...parameters] = mimeType
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  if (essence !== 'audio/pcm') return undefined;
  const given = parameters.find((parameter) => parameter.startsWith('rate='));
  const rate = given === undefined ? OUTPUT_RATE : Number(given.slice('rate='.length));
  return Number.isInteger(rate) && rate >= 8000 && rate <= 48_000 ? rate : undefined;
}

function readTranscription(
  transcription: Fields | undefined,
  speaker: 'caller' | 'model',
  events: FrameEvent[],
): void {
  const text = transcription?.text('text') ?? '';
  // Only in the SDK; the end of the model's turn tells of the end of its words.
  const finished = speaker === 'caller' && transcription?.flag('finished');
  if (text || finished)
    events.push({ type: 'transcription', speaker, text, ...(finished && { finished }) });
}

function readToolCalls(root: Fields, events: FrameEvent[]): void {
  for (const call of root.fields('toolCall')?.objects('functionCalls') ?? []) {
    const [id = '', name] = [call.text('id'), call.text('name')];
    const args = call.record('args') ?? {};
    if (name) events.push({ type: 'toolCall', id, name, args });
    else events.push({ type: 'unreadable', what: 'functionCalls[]' });
  }
  const ids = root.fields('toolCallCancellation')?.texts('ids') ?? [];
  if (ids.length > 0) events.push({ type: 'toolCancel', ids });
}

function readHousekeeping(root: Fields, events: FrameEvent[]): void {
  const update = root.fields('sessionResumptionUpdate');
  if (update) {
    const handle = update.text('newHandle');
    const resumable = update.flag('resumable');
    if (resumable && handle) events.push({ type: 'resumable', handle });
  }
  const goAway = root.fields('goAway');
  if (goAway) events.push({ type: 'goAway', timeLeft: readTimeLeft(goAway, events) });
}

/** A protobuf duration, such as `50s` or `0.5s`, in seconds. */
function readTimeLeft(goAway: Fields, events: FrameEvent[]): number | undefined {
  const text = goAway.text('timeLeft');
  const seconds = text?.match(/^(\d+(?:\.\d+)?)s$/)?.[1];
  if (text && !seconds) events.push({ type: 'unreadable', what: 'timeLeft' });
  return seconds === undefined ? undefined : Number(seconds);
}

import type { TranscriptItem } from '../call/transcript.js';
import { speakerOf } from './captions.js';
import type { Words } from './strings/en.js';

/** How long a cue stays for each of its characters, and at least, in seconds, where none follows it. */
const CHARACTER_SECONDS = 0.07;
const LEAST_SECONDS = 1;

const lineOf = ({ text, interrupted }: TranscriptItem) =>
  `${text.replace(/\s+/g, ' ')}${interrupted ? '—' : ''}`;

/** A transcript as plain text: one line for whatever somebody said in one go. */
export function toText(items: readonly TranscriptItem[], words: Words): string {
  return items.map((item) => `${speakerOf(item, words)}: ${lineOf(item)}\n`).join('');
}

/** A transcript as WebVTT, to be shown beside a recording: https://www.w3.org/TR/webvtt1/ */
export function toVtt(items: readonly TranscriptItem[], words: Words): string {
  const cues = items.map((item, index) => {
    const { at, text } = item;
    const next = items[index + 1]?.at ?? 0;
    const end = Math.max(next, at + LEAST_SECONDS, next ? 0 : at + text.length * CHARACTER_SECONDS);
    const voice = escape(speakerOf(item, words)).replace(/\s+/g, ' ');
    return `${time(at)} --> ${time(end)}\n<v ${voice}>${escape(lineOf(item))}\n`;
  });
  return ['WEBVTT\n', ...cues].join('\n');
}

const escape = (text: string) =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** Hours, minutes, seconds and thousandths: 00:01:42.000. */
function time(seconds: number): string {
  const hours = String(Math.floor(seconds / 3600)).padStart(2, '0');
  return hours + new Date(seconds * 1000).toISOString().slice(13, 23);
}

import { expect } from '@open-wc/testing';
import type { TranscriptItem } from '../../src/element.js';
import { named } from '../../src/ui/named.js';
import { en } from '../../src/ui/strings/en.js';
import { toText, toVtt } from '../../src/ui/transcript-text.js';

const item = (speaker: TranscriptItem['speaker'], text: string, at: number, more = {}) =>
  ({ id: at, speaker, text, final: true, interrupted: false, at, ...more }) as TranscriptItem;

/** The cues as the browser itself reads them. */
async function cuesOf(vtt: string): Promise<VTTCue[]> {
  const video = document.createElement('video');
  const track = document.createElement('track');
  const url = URL.createObjectURL(new Blob([vtt], { type: 'text/vtt' }));
  track.src = url;
  video.append(track);
  const loaded = new Promise((resolve, reject) => {
    track.addEventListener('load', resolve);
    track.addEventListener('error', () => reject(new Error('no WebVTT')));
  });
  track.track.mode = 'hidden';
  await loaded;
  URL.revokeObjectURL(url);
  return [...(track.track.cues ?? [])] as VTTCue[];
}

const words = named(en, 'Robin');
const items = [
  item('caller', 'Do you have a table?', 0),
  item('model', 'Yes, at seven', 2.5, { interrupted: true }),
  item('caller', 'At eight?', 4),
  item('model', 'Done.', 3725.0004),
];

describe('a transcript as plain text', () => {
  it('is a line for each turn, with its speaker, and a dash where it was broken off', () => {
    expect(toText(items, words)).to.equal(
      'You: Do you have a table?\nRobin: Yes, at seven—\nYou: At eight?\nRobin: Done.\n',
    );
  });

  it('keeps a turn of several lines in one', () => {
    expect(toText([item('caller', 'one\n\r\n  two', 0)], words)).to.equal('You: one two\n');
  });
});

describe('a transcript as WebVTT', () => {
  it('is read by the browser cue by cue, each until the next begins', async () => {
    const cues = await cuesOf(toVtt(items, words));
    expect(cues.map(({ startTime }) => startTime)).to.deep.equal([0, 2.5, 4, 3725]);
    expect(cues.every(({ startTime, endTime }) => endTime > startTime)).to.equal(true);
    expect(cues[0]?.endTime).to.equal(2.5);
    expect(cues[2]?.endTime).to.equal(3725);
    expect(cues.map((cue) => cue.getCueAsHTML().textContent)).to.deep.equal([
      'Do you have a table?',
      'Yes, at seven—',
      'At eight?',
      'Done.',
    ]);
  });

  it('holds no cue that somebody has said, and no markup, whatever they say', async () => {
    const evil = [
      '1\n\n00:00:09.000 --> 00:00:10.000\nforged',
      '--> NOTE STYLE ::cue { color: red }',
      '<v Robin>no</v> &amp; <c.x>b</c> &lt;',
      '\u2028WEBVTT',
    ];
    const spoken = evil.map((text, i) => item('caller', text, i));
    const cues = await cuesOf(toVtt(spoken, named(en, 'Ro>bin\n\n<b> & --> x')));
    expect(cues).to.have.length(evil.length);
    const read = cues.map((cue) => cue.getCueAsHTML().textContent);
    expect(read).to.deep.equal(evil.map((text) => text.replace(/\s+/g, ' ')));
  });

  it('names the speaker', async () => {
    const [, cue] = await cuesOf(toVtt(items, named(en, 'R&B <3 > bin')));
    const voice = cue!.getCueAsHTML().querySelector('[title]');
    expect(voice?.getAttribute('title')).to.equal('R&B <3 > bin');
  });

  it('is valid with nothing in it, and for calls of more than a hundred hours', async () => {
    expect(await cuesOf(toVtt([], words))).to.deep.equal([]);
    const [cue] = await cuesOf(toVtt([item('model', 'Still here.', 400_000)], words));
    expect(cue?.startTime).to.equal(400_000);
  });
});

import { CallController } from '../../src/controller.js';
import type { LiveCall } from '../../src/element.js';
import { openLine, type TestLine } from '../../test/helpers/line.js';

const RATE = 24_000;
/** A quick speaker says a word in so many seconds. */
const WORD_SECONDS = 0.3;

const layouts = {
  bar: {},
  panel: { variant: 'floating', open: true, textInput: true },
  stage: { variant: 'stage' },
} as const;
type Layout = keyof typeof layouts;

/** A call in each of its pictures, down to none. */
const calls: Record<string, (line: TestLine) => Promise<void>> = {
  'no card': ({ baseUrl, tokenUrl }: TestLine) =>
    new CallController(new EventTarget(), { baseUrl, tokenUrl }).start(),
};
for (const layout of Object.keys(layouts) as Layout[]) {
  calls[`a ${layout} without captions, orb and meter`] = (line) => {
    hideFace();
    return start(line, layouts[layout]);
  };
  calls[`a ${layout} with captions, orb and meter`] = (line) =>
    start(line, { ...layouts[layout], captions: 'on' });
}

function start({ baseUrl, tokenUrl }: TestLine, settings: Partial<LiveCall>): Promise<void> {
  const call = document.createElement('live-call');
  Object.assign(call, { baseUrl, tokenUrl, allowAutostart: true }, settings);
  document.body.append(call);
  return call.start();
}

/** Takes orb and meter away, as a page can. */
function hideFace(): void {
  const style = document.createElement('style');
  style.textContent = '::part(meter), ::part(avatar) { display: none }';
  document.head.append(style);
}

/** A tone that swells and fades with each word, in base64 PCM. */
function voice(): string {
  const samples = Int16Array.from({ length: WORD_SECONDS * RATE }, (_, i) => {
    const swell = Math.sin((Math.PI * i) / (WORD_SECONDS * RATE));
    return 16_000 * swell * Math.sin((2 * Math.PI * 220 * i) / RATE);
  });
  return btoa(String.fromCharCode(...new Uint8Array(samples.buffer)));
}

/** Starts a call on the browser's own microphone; the model speaks and is written down for so many seconds. */
async function talk(name: string, seconds: number): Promise<void> {
  const line = await openLine({ persona: 'silent' });
  await calls[name]?.(line);
  const inlineData = { mimeType: `audio/pcm;rate=${RATE}`, data: voice() };
  const frames = Array.from({ length: seconds / WORD_SECONDS }, (_, i) => [
    { serverContent: { modelTurn: { parts: [{ inlineData }] } } },
    { serverContent: { outputTranscription: { text: `word${i} ` } } },
  ]).flat();
  await line.do({ frames });
}

Object.assign(globalThis, { bench: { talk, names: Object.keys(calls) } });

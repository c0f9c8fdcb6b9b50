import { CallController } from '../../src/controller.js';
import type { LiveCall } from '../../src/element.js';
import { openLine, type TestLine } from '../../test/helpers/line.js';

const RATE = 24_000;
/** A quick speaker says a word in so many seconds. */
const WORD_SECONDS = 0.3;

/** The settings of each layout. */
const layouts = {
  bar: {},
  panel: { variant: 'floating', open: true, textInput: true },
  stage: { variant: 'stage' },
} as const;

/** What is measured with a part of the card, and the same without it; each begins by the line to a server. */
type Begin = (line: TestLine) => unknown;
const pairs: Record<string, readonly [without: Begin, having: Begin]> = {
  'a card, out of a call': [() => {}, () => document.body.append(newCard())],
  'a bar without captions, orb and meter': [headless, (line) => start(line, layouts.bar, false)],
};
for (const layout of Object.keys(layouts) as (keyof typeof layouts)[]) {
  const begin = (faced: boolean) => (line: TestLine) => start(line, layouts[layout], faced);
  pairs[`captions, orb and meter of a ${layout}`] = [begin(false), begin(true)];
}

const newCard = (): LiveCall => document.createElement('live-call');

/** A call without a card. */
function headless({ baseUrl, tokenUrl }: TestLine): Promise<void> {
  return new CallController(new EventTarget(), { baseUrl, tokenUrl }).start();
}

/** A call with captions, orb and meter, or without them. */
function start(
  { baseUrl, tokenUrl }: TestLine,
  settings: Partial<LiveCall>,
  faced: boolean,
): Promise<void> {
  if (!faced) hideFace();
  const call = newCard();
  const captions = faced ? 'on' : 'off';
  Object.assign(call, { baseUrl, tokenUrl, allowAutostart: true, captions }, settings);
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

/**
 * Begins the one or the other of a pair; in a call, which has the browser's own microphone, the model speaks and is
 * written down for so many seconds.
 */
async function talk(name: string, having: boolean, seconds: number): Promise<void> {
  const line = await openLine({ persona: 'silent' });
  await pairs[name]![having ? 1 : 0](line);
  const inlineData = { mimeType: `audio/pcm;rate=${RATE}`, data: voice() };
  const frames = Array.from({ length: seconds / WORD_SECONDS }, (_, i) => [
    { serverContent: { modelTurn: { parts: [{ inlineData }] } } },
    { serverContent: { outputTranscription: { text: `word${i} ` } } },
  ]).flat();
  const { totals } = await line.report();
  if (totals.setups > 0) await line.do({ frames });
}

Object.assign(globalThis, { bench: { talk, names: Object.keys(pairs) } });

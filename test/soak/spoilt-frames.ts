import * as fc from 'fast-check';
import { encodeBase64 } from '../../src/platform/base64.js';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const pcm = (bytes: number) => encodeBase64(new Uint8Array(bytes).fill(7));
const content = (serverContent: Json): Json => ({ serverContent });
const audio = (data: string, mimeType = 'audio/pcm;rate=24000'): Json => ({
  inlineData: { mimeType, data },
});

/** Messages in the shapes that the Live API sends. */
const frames: readonly Json[] = [
  { setupComplete: { sessionId: 'abc' } },
  content({ modelTurn: { role: 'model', parts: [audio(pcm(9600))] } }),
  content({ modelTurn: { parts: [{ text: 'Well,', thought: true }, audio(pcm(11)), audio('')] } }),
  content({ modelTurn: { parts: [audio(pcm(640), 'audio/pcm')] }, turnComplete: true }),
  content({ inputTranscription: { text: 'Hello' } }),
  content({ outputTranscription: { text: 'Hi', finished: true } }),
  content({ generationComplete: true }),
  content({ interrupted: true }),
  {
    serverContent: { turnComplete: true },
    usageMetadata: { promptTokenCount: 25, totalTokenCount: 50, responseTokensDetails: [] },
  },
  {
    toolCall: {
      functionCalls: [
        { id: 'call', name: 'look', args: { at: [1, { two: null }], to: 'it' } },
        { id: 'other', name: 'go' },
      ],
    },
  },
  // No literal can say this.
  JSON.parse(
    '{"toolCall": {"functionCalls": [{"id": "call", "name": "look", "args": {"__proto__": {}}}]}}',
  ),
  { toolCallCancellation: { ids: ['call', 'another'] } },
  { sessionResumptionUpdate: { newHandle: 'handle', resumable: true } },
  { sessionResumptionUpdate: { resumable: false } },
];

const goAway: Json = { goAway: { timeLeft: '50s' } };

const keys = ['serverContent', 'parts', 'inlineData', 'data', 'mimeType', 'toolCall', 'args', 'id'];
const names = [...keys, '__proto__', 'constructor', 'prototype', 'toString', 'then', 'new', ''];

/** Values that are nearly right in these fields. */
const nearly: Readonly<Record<string, readonly string[]>> = {
  data: ['@@@@', 'A', 'AAA', '-_-_', 'AQID', ' A Q I = ', 'AQI=AQI=', pcm(3), pcm(1)],
  mimeType: [
    ...['0', 'NaN', '1e9', '7', '-24000', '8000', '16000;rate='].map(
      (rate) => `audio/pcm;rate=${rate}`,
    ),
    'AUDIO/PCM ; RATE=48000',
    'audio/opus',
    'audio/pcm;rate',
  ],
  timeLeft: ['0s', '-1s', '9.5s', '1e9s', 'soon', `${'9'.repeat(400)}s`],
};

/** Values in the place of others. */
const junk: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, true, false, 0, -1, 1e300, 0.5, '', 'x', [], [[]], {}, [null]),
  fc.constantFrom(...Object.values(nearly).flat()),
  fc.jsonValue().map((value) => value as Json),
  fc.integer({ min: 1, max: 50 }).map((depth) => {
    let nested: Json = {};
    for (let i = 0; i < depth; i++) nested = i % 2 ? [nested] : { parts: nested };
    return nested;
  }),
);

interface Spoiling {
  readonly how: 'replace' | 'bend' | 'remove' | 'rename' | 'wrap' | 'double';
  /** Which of all places. */
  readonly at: number;
  readonly name: string;
  readonly junk: Json;
}

const spoiling: fc.Arbitrary<Spoiling> = fc.record({
  how: fc.constantFrom('replace', 'bend', 'remove', 'rename', 'wrap', 'double'),
  at: fc.nat(60),
  name: fc.constantFrom(...names),
  junk,
});

/** Unlike structuredClone(), it keeps a field that is called __proto__. */
const clone = (frame: Json): Json => JSON.parse(JSON.stringify(frame)) as Json;

/** All objects and lists in `value`, each with its keys. */
function places(value: Json): [holder: Record<string, Json>, key: string][] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, Json>;
  return Object.keys(holder).flatMap((key) => [[holder, key], ...places(holder[key]!)]);
}

/** An own property, whatever its name. */
function put(holder: Record<string, Json>, key: string, value: Json): void {
  Object.defineProperty(holder, key, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

function spoil(frame: Json, { how, at, name, junk }: Spoiling): Json {
  const all = places(frame);
  const some = how === 'bend' ? all.filter(([, key]) => Object.hasOwn(nearly, key)) : all;
  const place = some[at % some.length];
  if (!place) return how === 'bend' ? frame : clone(junk);
  const [holder, key] = place;
  const value = holder[key]!;
  const choice = nearly[key]?.[at % nearly[key].length];
  if (how === 'bend' && choice !== undefined) put(holder, key, choice);
  if (how === 'wrap') put(holder, key, [value]);
  if (how === 'replace') put(holder, key, clone(junk));
  if (how === 'double') put(holder, name, clone(value));
  if (how === 'rename') put(holder, name, clone(value));
  if (how === 'rename' || how === 'remove') Reflect.deleteProperty(holder, key);
  return frame;
}

/** Deeper than anybody would read by recursion. */
const deep = (text: string) => '['.repeat(10_000) + text + ']'.repeat(10_000);

/** Damage to the text of a frame on its way. */
type Damage = (text: string) => string;
const damage: fc.Arbitrary<Damage> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Damage>((text) => text) },
  fc.nat(400).map(
    (at): Damage =>
      (text) =>
        text.slice(0, at % text.length),
  ),
  fc.tuple(fc.nat(400), fc.string({ unit: 'binary', maxLength: 3 })).map(
    ([at, more]): Damage =>
      (text) =>
        text.slice(0, at) + more + text.slice(at),
  ),
  fc.constantFrom<Damage>(
    (text) => `${text}${text}`,
    (text) => `[${text}]`,
    (text) => deep(text),
    (text) => text.replace('"it"', deep('')),
    () => '',
  ),
);

const bytes = fc.uint8Array({ maxLength: 200 }).map((data) => data.slice().buffer);

/** Server frames of which hardly any is as it should be, as text; `leaving` when one may say goAway, too. */
export const spoiltText = (leaving: boolean): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom(...frames, ...(leaving ? [goAway] : [])),
      fc.array(spoiling, { maxLength: 3 }),
      damage,
      fc.nat(),
    )
    .map(([frame, spoilings, harm, id]) => {
      const text = JSON.stringify(spoilings.reduce(spoil, clone(frame)));
      // A call that comes twice is done once.
      return harm(text.replaceAll('"call"', `"call ${id}"`));
    });

/** The same as a socket gives them, and frames of any bytes. */
export const spoiltFrame: fc.Arbitrary<string | ArrayBuffer> = fc.oneof(
  { weight: 4, arbitrary: spoiltText(true) },
  { weight: 4, arbitrary: spoiltText(true).map((text) => new TextEncoder().encode(text).buffer) },
  { weight: 1, arbitrary: bytes },
);

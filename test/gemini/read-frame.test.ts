import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { encodeBase64 } from '../../src/platform/base64.js';
import { readFrame, type FrameEvent } from '../../src/gemini/read-frame.js';

const blob = (mimeType: unknown, data: unknown = encodeBase64(new Uint8Array([1, 2]))) => ({
  serverContent: { modelTurn: { parts: [{ inlineData: { mimeType, data } }] } },
});
const types = (events: readonly FrameEvent[]) => events.map(({ type }) => type);
const unreadable = (frame: unknown) =>
  readFrame(frame).flatMap((event) => (event.type === 'unreadable' ? [event.what] : []));

/** A frame with everything the reader knows. */
const full = {
  serverContent: {
    modelTurn: {
      role: 'model',
      parts: [
        { inlineData: { mimeType: 'audio/pcm;rate=24000', data: 'AQI=' } },
        { inlineData: { mimeType: 'audio/pcm', data: 'AwQ=' } },
      ],
    },
    inputTranscription: { text: 'Hi' },
    outputTranscription: { text: 'Hello' },
    generationComplete: true,
    interrupted: true,
    turnComplete: true,
  },
  toolCall: {
    functionCalls: [
      { id: '1', name: 'look', args: { at: 'it' } },
      { id: '2', name: 'go' },
    ],
  },
  toolCallCancellation: { ids: ['1'] },
  sessionResumptionUpdate: { newHandle: 'h', resumable: true },
  goAway: { timeLeft: '9.5s' },
};

/** The way to every field and every item of a list in `value`. What is in `args` is the tool's own. */
function places(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const inside = name === 'args' ? [] : places(inner).map((rest) => [name, ...rest]);
    return name === 'role' ? [] : [[name], ...inside];
  });
}

/** A copy of `value` that holds `other` in that place. */
function replace(value: unknown, place: readonly string[], other: unknown): unknown {
  const [name, ...rest] = place;
  if (name === undefined) return other;
  const copy: Record<string, unknown> = Object.assign(Array.isArray(value) ? [] : {}, value);
  copy[name] = replace(copy[name], rest, other);
  return copy;
}

const kind = (value: unknown) => (Array.isArray(value) ? 'list' : typeof value);
const isItem = (place: readonly string[]) => /^\d+$/.test(place.at(-1)!);

describe('a server frame', () => {
  it('is read field by field and part by part, speech before the end of the turn', () => {
    expect(readFrame(full)).to.deep.equal([
      { type: 'audio', bytes: new Uint8Array([1, 2]), rate: 24_000 },
      { type: 'audio', bytes: new Uint8Array([3, 4]), rate: 24_000 },
      { type: 'transcription', speaker: 'caller', text: 'Hi' },
      { type: 'transcription', speaker: 'model', text: 'Hello' },
      { type: 'generationComplete' },
      { type: 'interrupted' },
      { type: 'turnComplete' },
      { type: 'toolCall', id: '1', name: 'look', args: { at: 'it' } },
      { type: 'toolCall', id: '2', name: 'go', args: {} },
      { type: 'toolCancel', ids: ['1'] },
      { type: 'resumable', handle: 'h' },
      { type: 'goAway', timeLeft: 9.5 },
    ]);
  });

  it('gives the same events in any order of its fields', () => {
    const shuffled = fc.shuffledSubarray(Object.keys(full.serverContent), { minLength: 6 });
    fc.assert(
      fc.property(shuffled, (names) => {
        const source: Record<string, unknown> = full.serverContent;
        const serverContent = Object.fromEntries(names.map((name) => [name, source[name]]));
        expect(readFrame({ ...full, serverContent })).to.deep.equal(readFrame(full));
      }),
      { numRuns: 20 },
    );
  });

  it('never makes the reader throw (F2)', () => {
    fc.assert(fc.property(fc.anything(), (frame) => void readFrame(frame)));
    fc.assert(fc.property(fc.jsonValue(), (frame) => void readFrame(frame)));
  });

  it('is read in all other fields when one is spoilt (F2)', () => {
    const wrong = fc.constantFrom<unknown>(0, 1, '', 'x', true, false, [], [null, 7], {});
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(full)), wrong, (name, value) => {
        const events = readFrame({ ...full, [name]: value });
        for (const event of readFrame({ ...full, [name]: undefined })) {
          expect(events).to.deep.include(event);
        }
      }),
    );
  });

  it('gives no event with a value of the wrong type, whatever stands in any place (F2)', () => {
    const kinds: Record<string, Record<string, string>> = { unreadable: { what: 'string' } };
    for (const event of readFrame(full)) {
      const names = Object.entries(event).map(([name, value]) => [name, kind(value)]);
      kinds[event.type] = Object.fromEntries(names);
    }
    fc.assert(
      fc.property(fc.constantFrom(...places(full)), fc.anything(), (place, other) => {
        for (const event of readFrame(replace(full, place, other))) {
          for (const [name, value] of Object.entries(event)) {
            if (name === 'type' || value === undefined) continue;
            expect(kind(value), `${event.type}.${name}`).to.equal(kinds[event.type]?.[name]);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  for (const wrong of [7, 'x', true, [], {}]) {
    it(`names every field that should not be ${JSON.stringify(wrong)} (F2)`, () => {
      for (const place of places(full)) {
        const spoilt = replace(full, place, wrong);
        const right = place.reduce<unknown>((value, name) => Object(value)[name], full);
        const name = isItem(place) ? `${place.at(-2)}[]` : place.at(-1);
        if (kind(wrong) !== kind(right)) expect(unreadable(spoilt), `${place}`).to.include(name);
      }
    });
  }

  it('is read without a report when an optional field is missing or null (F2)', () => {
    const needed = new Set(['id', 'name', 'mimeType']);
    for (const place of places(full)) {
      if (isItem(place) || needed.has(place.at(-1)!)) continue;
      expect(unreadable(replace(full, place, undefined)), `${place}`).to.be.empty;
      expect(unreadable(replace(full, place, null)), `${place}`).to.be.empty;
    }
  });

  it('gives the other parts when one is bad', () => {
    const parts = [
      null,
      7,
      { inlineData: 'x' },
      { inlineData: { mimeType: 'audio/pcm', data: 'AQI=' } },
    ];
    const events = readFrame({ serverContent: { modelTurn: { parts } } });
    expect(types(events).filter((type) => type === 'audio')).to.have.length(1);
    expect(unreadable({ serverContent: { modelTurn: { parts } } })).to.deep.equal([
      'parts[]',
      'parts[]',
      'inlineData',
    ]);
  });

  it('is read as if unknown fields and nulls were not there (F2)', () => {
    expect(readFrame({ futureField: { a: 1 }, serverContent: null, goAway: undefined })).to.be
      .empty;
  });

  for (const frame of [null, 7, 'text', [], [{}], undefined]) {
    it(`is reported when it is ${JSON.stringify(frame)} (F2)`, () => {
      expect(unreadable(frame)).to.deep.equal(['frame']);
    });
  }

  for (const data of ['@@@@', 'AAAAA', '-_-_']) {
    it(`is reported, and its audio left out, when that is ${data} (F4)`, () => {
      expect(readFrame(blob('audio/pcm', data))).to.deep.equal([
        { type: 'unreadable', what: 'base64' },
      ]);
    });
  }

  const rates = {
    'audio/pcm': 24_000,
    'audio/pcm;rate=16000': 16_000,
    'Audio/PCM; Rate=48000': 48_000,
    'audio/pcm ; codec=s16le ; rate=8000': 8000,
  };
  for (const [mimeType, rate] of Object.entries(rates)) {
    it(`is heard at ${rate} Hz when its audio is ${mimeType} (C9)`, () => {
      expect(readFrame(blob(mimeType))).to.deep.equal([
        { type: 'audio', bytes: new Uint8Array([1, 2]), rate },
      ]);
    });
  }

  const strange = ['0', 'NaN', '1e9', '', '7999', '48001', '24000.5', '-24000', 'Infinity'].map(
    (rate) => `audio/pcm;rate=${rate}`,
  );
  for (const mimeType of [...strange, 'audio/opus', 'audio/pcmu', 'image/png', '']) {
    it(`is reported, not played, when its audio is ${JSON.stringify(mimeType)} (C9)`, () => {
      expect(readFrame(blob(mimeType))).to.deep.equal([
        { type: 'unreadable', what: `mimeType ${mimeType}` },
      ]);
    });
  }

  it('is reported when its audio has no type or a long one (C9)', () => {
    expect(unreadable(blob(undefined))).to.deep.equal(['mimeType ']);
    expect(unreadable(blob('x'.repeat(1000)))).to.deep.equal([`mimeType ${'x'.repeat(40)}`]);
  });

  it('cannot change what other objects inherit (F10)', () => {
    const hostile = JSON.parse(
      '{"__proto__": {"polluted": 1}, "toolCall": {"functionCalls": [{"id": "1", "name": "x",' +
        '"args": {"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}}]}}',
    );
    const [event] = readFrame(hostile);
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
    if (event?.type !== 'toolCall') throw new Error('no tool call was read');
    expect(Object.getPrototypeOf(event.args)).to.equal(Object.prototype);
    expect(event.args['polluted']).to.equal(undefined);
  });

  it('is read in its own fields only (F10)', () => {
    const inherited = Object.create({ serverContent: { turnComplete: true } });
    expect(readFrame(inherited)).to.be.empty;
  });

  for (const [timeLeft, seconds] of Object.entries({ '50s': 50, '9.5s': 9.5, '0.025s': 0.025 })) {
    it(`announces its end in ${timeLeft} (E10)`, () => {
      expect(readFrame({ goAway: { timeLeft } })).to.deep.equal([
        { type: 'goAway', timeLeft: seconds },
      ]);
    });
  }

  it('may announce its end without saying when (E10)', () => {
    expect(readFrame({ goAway: {} })).to.deep.equal([{ type: 'goAway', timeLeft: undefined }]);
    for (const timeLeft of ['soon', '50', 's', '-50s', '1m 50s', '50s or so']) {
      expect(readFrame({ goAway: { timeLeft } }), timeLeft).to.deep.equal([
        { type: 'unreadable', what: 'timeLeft' },
        { type: 'goAway', timeLeft: undefined },
      ]);
    }
  });

  it('is reported when it does not say which function it calls', () => {
    const functionCalls = [{ id: '1' }, {}, { id: '2', name: 'y' }];
    expect(readFrame({ toolCall: { functionCalls } })).to.deep.equal([
      { type: 'unreadable', what: 'functionCalls[]' },
      { type: 'unreadable', what: 'functionCalls[]' },
      { type: 'toolCall', id: '2', name: 'y', args: {} },
    ]);
  });

  it('may call a function without an id (F12)', () => {
    const functionCalls = [{ name: 'x' }, { id: null, name: 'x' }, { id: '', name: 'y' }];
    const call = { type: 'toolCall', id: '', args: {} };
    expect(readFrame({ toolCall: { functionCalls } })).to.deep.equal([
      { ...call, name: 'x' },
      { ...call, name: 'x' },
      { ...call, name: 'y' },
    ]);
  });
});

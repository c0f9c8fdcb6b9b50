import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { ModelTurn } from '../../src/gemini/model-turn.js';
import type { FrameEvent } from '../../src/gemini/read-frame.js';
import { hear } from './hearing.js';

/** Little-endian bytes of some samples. */
const pcm = (...samples: number[]) => new Uint8Array(Int16Array.from(samples).buffer);

function setup() {
  const clock = { now: 1000 };
  const heard = hear();
  return { clock, heard, turn: new ModelTurn(heard.on, () => clock.now) };
}

describe("the model's turn", () => {
  it('is heard sample by sample, at the rate it came with', () => {
    const { turn, heard } = setup();
    turn.audio(pcm(1, -2), 24_000);
    turn.audio(pcm(32767, -32768), 16_000);
    expect(heard.samples).to.deep.equal([1, -2, 32767, -32768]);
    expect(heard.rates).to.deep.equal([24_000, 16_000]);
  });

  it('sounds the same however its bytes are cut (F5)', () => {
    const samples = fc.int16Array({ minLength: 1, maxLength: 60 });
    const cuts = fc.array(fc.nat(120), { maxLength: 8 });
    fc.assert(
      fc.property(samples, cuts, (samples, cuts) => {
        const { turn, heard } = setup();
        const bytes = pcm(...samples);
        const ends = [
          ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b),
          bytes.length,
        ];
        ends.forEach((end, i) => turn.audio(bytes.subarray(ends[i - 1] ?? 0, end), 24_000));
        turn.turnComplete();
        expect(heard.samples).to.deep.equal([...samples]);
        expect(heard.unreadable).to.be.empty;
      }),
    );
  });

  for (const end of ['interrupted', 'generationComplete', 'turnComplete'] as const) {
    it(`takes no half sample past ${end} (F5)`, () => {
      const { turn, heard, clock } = setup();
      turn.audio(new Uint8Array([1, 0, 9]), 24_000);
      turn[end]();
      clock.now += 10_000;
      turn.audio(pcm(2), 24_000);
      expect(heard.samples).to.deep.equal([1, 2]);
      expect(heard.unreadable).to.deep.equal(['half a sample']);
    });
  }

  it('is silent after an interruption, and counts samples that come late (C12)', () => {
    const { turn, heard, clock } = setup();
    turn.audio(pcm(1), 24_000);
    turn.interrupted();
    turn.audio(pcm(2, 3), 24_000);
    clock.now += 500;
    turn.audio(pcm(4), 24_000);
    expect(heard.samples).to.deep.equal([1]);
    expect(heard.discarded).to.equal(3);
    expect(heard.log).to.deep.equal(['audio', 'interrupted', 'discarded', 'discarded']);
  });

  for (const end of ['generationComplete', 'turnComplete'] as const) {
    it(`gives way to the next one after ${end} (C12)`, () => {
      const { turn, heard } = setup();
      turn.interrupted();
      turn.audio(pcm(1), 24_000);
      turn[end]();
      turn.audio(pcm(2), 24_000);
      expect(heard.samples).to.deep.equal([2]);
      expect(heard.discarded).to.equal(1);
    });
  }

  it('is heard again when the server never ends the interrupted turn (C12)', () => {
    const { turn, heard, clock } = setup();
    turn.interrupted();
    clock.now += 501;
    turn.audio(pcm(1), 24_000);
    expect(heard.samples).to.deep.equal([1]);
    expect(heard.discarded).to.equal(0);
  });

  const words = (speaker: 'caller' | 'model', text: string) =>
    ({ type: 'transcription', speaker, text }) as const;
  const signs: Record<string, FrameEvent> = {
    'words of the caller': words('caller', 'Stop!'),
    'words of the model that begin anew': words('model', 'Sure.'),
    'words of the model in small letters': words('model', 'sure thing'),
    'words in another script': words('model', '「はい」'),
    'a handle': { type: 'resumable', handle: 'h1' },
    'a function call': { type: 'toolCall', id: '1', name: 'look', args: {} },
  };
  for (const [sign, event] of Object.entries(signs)) {
    it(`is heard from its first sample when ${sign} came first, though the interrupted one never ended (F15)`, () => {
      const { turn, heard, clock } = setup();
      turn.foresee([words('model', 'It is '), words('model', 'noon.')]);
      turn.audio(pcm(1), 24_000);
      turn.interrupted();
      turn.audio(pcm(2), 24_000);
      clock.now += 50;
      turn.foresee([event]);
      turn.audio(pcm(3, 4), 24_000);
      expect(heard.samples).to.deep.equal([1, 3, 4]);
      expect(heard.discarded).to.equal(1);
    });
  }

  for (const [last, late] of [
    ['It is', ' noon.'],
    ['It is ', 'Noon'],
    ['It is noo', 'n now'],
    ['It is noon', '.'],
    ['今日', 'は'],
  ] as const) {
    it(`stays silent after an interruption while its words go on: ${last}|${late} (F15)`, () => {
      const { turn, heard } = setup();
      turn.foresee([words('model', last)]);
      turn.audio(pcm(1), 24_000);
      turn.interrupted();
      turn.foresee([words('model', late)]);
      turn.audio(pcm(2), 24_000);
      expect(heard.samples).to.deep.equal([1]);
    });
  }

  it('is heard from its first sample when the server tells of the interruption twice (F15)', () => {
    const { turn, heard } = setup();
    turn.audio(pcm(1), 24_000);
    turn.interrupted();
    turn.foresee([words('caller', 'Stop!')]);
    turn.interrupted();
    turn.audio(pcm(2), 24_000);
    expect(heard.samples).to.deep.equal([1, 2]);
  });

  it('is heard at once after an interruption of a turn that had all been said (F15)', () => {
    const { turn, heard } = setup();
    turn.audio(pcm(1), 24_000);
    turn.generationComplete();
    turn.interrupted();
    turn.audio(pcm(2), 24_000);
    turn.interrupted();
    turn.audio(pcm(3), 24_000);
    expect(heard.samples).to.deep.equal([1, 2]);
    expect(heard.discarded).to.equal(1);
  });

  it('uses the clock of the page unless it is given another (C12)', () => {
    const heard = hear();
    const turn = new ModelTurn(heard.on);
    turn.interrupted();
    turn.audio(pcm(1), 24_000);
    expect(heard.discarded).to.equal(1);
  });

  it('begins with the first whole sample', () => {
    const { turn, heard } = setup();
    turn.audio(new Uint8Array(), 24_000);
    turn.audio(new Uint8Array([1]), 24_000);
    expect(heard.log).to.be.empty;
    turn.audio(new Uint8Array([0]), 24_000);
    expect(heard.log).to.deep.equal(['audio']);
  });

  it('is complete, too, when the model said nothing in it', () => {
    const { turn, heard } = setup();
    turn.generationComplete();
    expect(heard.log).to.deep.equal(['turnComplete']);
  });

  it('is announced as complete once, as soon as nothing more will be said', () => {
    const { turn, heard } = setup();
    turn.audio(pcm(1), 24_000);
    turn.generationComplete();
    expect(heard.log).to.deep.equal(['audio', 'turnComplete']);
    turn.turnComplete();
    expect(heard.log).to.deep.equal(['audio', 'turnComplete']);
    turn.audio(pcm(1), 24_000);
    turn.turnComplete();
    turn.turnComplete();
    expect(heard.log.filter((name) => name === 'turnComplete')).to.have.length(3);
  });

  it('is complete again for each turn, even when two follow without a turnComplete', () => {
    const { turn, heard } = setup();
    turn.audio(pcm(1), 24_000);
    turn.generationComplete();
    turn.audio(pcm(2), 24_000);
    turn.generationComplete();
    expect(heard.log).to.deep.equal(['audio', 'turnComplete', 'audio', 'turnComplete']);
  });
});

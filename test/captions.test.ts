import { expect } from '@open-wc/testing';
import type { LiveCall, TranscriptItem } from '../src/element.js';
import {
  audio,
  calling,
  content,
  expectInTime,
  generationComplete,
  hangUp,
  interrupted,
  isOver,
  RATE,
  read,
  said,
  turnComplete,
  voice,
} from './helpers/captioned.js';
import { until } from './helpers/call.js';
import type { TestLine } from './helpers/line.js';
import { through } from './helpers/reconnecting.js';

describe("the transcript of the model's words", () => {
  it('shows each word when it sounds, however far ahead the words come', async () => {
    const { call, line, changes } = await calling();
    await line.do({
      frames: [
        said('Yes, there '),
        audio(0.8),
        said('is one at '),
        audio(0.9),
        said('seven.'),
        audio(0.2),
        turnComplete,
      ],
    });
    await until(isOver(call));
    expectInTime(changes, { Yes: 0, there: 0.4, is: 0.8, one: 1.1, at: 1.4, seven: 1.7 });
    expect(read(call)).to.deep.equal([['model', 'Yes, there is one at seven.']]);
    const texts = changes.map(({ text }) => text);
    expect(texts.every((text) => 'Yes, there is one at seven.'.startsWith(text))).to.equal(true);
    expect(new Set(changes.map(({ id }) => id)).size).to.equal(1);
    await hangUp(call, line);
  });

  it('spreads words that come in one piece over the whole turn', async () => {
    const { call, line, changes } = await calling();
    await line.do({ frames: [said('one two three four'), audio(1), audio(1), turnComplete] });
    await until(isOver(call));
    expectInTime(changes, { one: 0, two: 0.5, three: 1, four: 1.5 });
    await hangUp(call, line);
  });

  it('shows words that come in one frame with their sound while that sounds', async () => {
    const { call, line, changes } = await calling();
    const both = (text: string) => content({ ...voice(1), outputTranscription: { text } });
    await line.do({ frames: [both('first '), both('second'), turnComplete] });
    await until(isOver(call));
    expectInTime(changes, { first: 0, second: 1 });
    await hangUp(call, line);
  });

  it('shows words that come after their sound at once, when that is over', async () => {
    const { call, line, changes } = await calling();
    await line.do({ frames: [audio(0.5), generationComplete] });
    await until(() => call.ledger.playback.played >= RATE / 2);
    expect(call.transcript).to.deep.equal([]);
    await line.do({ frames: [said('That was it.'), turnComplete] });
    await until(isOver(call));
    expect(changes.at(-1)).to.include({ text: 'That was it.', final: true, interrupted: false });
    await hangUp(call, line);
  });

  it('keeps words that come after the end of the generation in the turn to which they belong', async () => {
    const { call, line } = await calling();
    await line.do({
      frames: [
        said('It is '),
        audio(0.3),
        generationComplete,
        said('noon.'),
        turnComplete,
        said('Anything else?'),
        audio(0.3),
        generationComplete,
        turnComplete,
      ],
    });
    await until(() => call.transcript.length === 2 && isOver(call)());
    expect(read(call)).to.deep.equal([
      ['model', 'It is noon.'],
      ['model', 'Anything else?'],
    ]);
    await hangUp(call, line);
  });

  it('shows a turn without any sound when it is complete', async () => {
    const { call, line } = await calling();
    await line.do({ frames: [said('Only words.')] });
    await line.do({ frames: [turnComplete] });
    await until(isOver(call));
    expect(read(call)).to.deep.equal([['model', 'Only words.']]);
    await hangUp(call, line);
  });

  it('goes on with the sound while the voice is muted', async () => {
    const { call, line, changes } = await calling();
    call.muted = true;
    await line.do({ frames: [said('one '), audio(1), said('two'), audio(1), turnComplete] });
    await until(isOver(call));
    expectInTime(changes, { one: 0, two: 1 });
    await hangUp(call, line);
  });

  it('never shows half a word, in any script, nor half a character', async () => {
    const { call, line, changes } = await calling();
    const family = '👩‍👩‍👧';
    const whole = `Der Kell|ner ist ${family}|${family} da. 今日は|いい天気です。`;
    const frames = whole.split('|').flatMap((piece) => [said(piece), audio(0.3)]);
    await line.do({ frames: [...frames, turnComplete] });
    await until(isOver(call));
    const text = whole.replaceAll('|', '');
    expect(read(call)).to.deep.equal([['model', text]]);
    const ends = new Set<number>();
    for (const part of new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text)) {
      ends.add(part.index + part.segment.length);
    }
    for (const change of changes) {
      expect(text.startsWith(change.text), change.text).to.equal(true);
      expect(ends.has(change.text.length), change.text).to.equal(true);
    }
    expect(changes.length, 'word by word').to.be.at.least(7);
    await hangUp(call, line);
  });

  for (const [who, breakOff] of Object.entries({
    'the server': (_: LiveCall, line: TestLine) => line.do({ frames: [interrupted] }),
    'the page': async (call: LiveCall) => call.interrupt(),
    'the end of the call': async (call: LiveCall) => call.stop(),
  })) {
    it(`ends with what was heard when ${who} breaks it off, and says so`, async () => {
      const { call, line, changes } = await calling();
      let last: readonly TranscriptItem[] = [];
      call.addEventListener('callend', () => (last = call.transcript));
      const frames = ['one', 'two', 'three', 'four'].flatMap((word) => [
        said(`${word} `),
        audio(1),
      ]);
      await line.do({ frames: [...frames, generationComplete] });
      await until(() => call.ledger.playback.played > 1.5 * RATE);
      await breakOff(call, line);
      await until(() => changes.at(-1)?.final === true);
      expect(changes.at(-1)).to.include({ text: 'one two', final: true, interrupted: true });
      if (call.state === 'idle') {
        expect(last.map(({ text }) => text)).to.deep.equal(['one two']);
      } else {
        await line.do({ frames: [turnComplete, said('Sorry.'), audio(0.2), turnComplete] });
        await until(() => call.transcript.length === 2 && isOver(call)());
        expect(read(call)).to.deep.equal([
          ['model', 'one two'],
          ['model', 'Sorry.'],
        ]);
        expect(call.transcript[0]).to.include({ interrupted: true, final: true });
      }
      await hangUp(call, line);
    });
  }

  it('shows nothing of the rest of a turn that the caller has silenced', async () => {
    const { call, line } = await calling();
    await line.do({ frames: [said('one '), audio(1)] });
    await until(() => call.transcript.length === 1);
    call.interrupt();
    await line.do({ frames: [said('two '), audio(1), turnComplete] });
    await line.do({ frames: [said('Next.'), audio(0.2), turnComplete] });
    await until(() => call.transcript.length === 2 && isOver(call)());
    expect(read(call)).to.deep.equal([
      ['model', 'one'],
      ['model', 'Next.'],
    ]);
    await hangUp(call, line);
  });

  it('tells a session that knows nothing of the call only what was heard', async () => {
    const { call, line } = await calling();
    await line.do({
      frames: [said('heard '), audio(1), said('and unheard '), audio(9), generationComplete],
    });
    await until(() => call.ledger.playback.played > RATE / 2);
    await line.do({
      frames: [
        interrupted,
        turnComplete,
        { sessionResumptionUpdate: { newHandle: 'gone', resumable: true } },
      ],
    });
    await until(isOver(call));
    expect(await through(call, line, { terminate: true })).to.equal(true);
    const { connections } = await line.waitFor({ written: 1 });
    const [told] = connections.at(-1)!.written;
    expect(told?.history).to.deep.equal([{ role: 'model', parts: [{ text: 'heard ' }] }]);
    await hangUp(call, line);
  });
});

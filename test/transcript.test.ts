import { expect } from '@open-wc/testing';
import type { LiveCall, TranscriptItem } from '../src/element.js';
import type { TranscriptEvent } from '../src/call/events.js';
import { callOn, next, reaches, until } from './helpers/call.js';
import type { Script, TestLine } from './helpers/line.js';
import { through } from './helpers/reconnecting.js';
import { withSilence } from './helpers/signal-microphone.js';

const RATE = 24_000;

/** So much of silence, in base64 PCM at 24 kHz. */
const pcm = (seconds: number) => btoa('\0'.repeat(2 * seconds * RATE));
const content = (serverContent: object) => ({ serverContent });
const voice = (seconds: number) => ({
  modelTurn: {
    parts: [{ inlineData: { mimeType: 'audio/pcm;rate=24000', data: pcm(seconds) } }],
  },
});
const audio = (seconds: number) => content(voice(seconds));
const said = (text: string) => content({ outputTranscription: { text } });
const heard = (text: string, more = {}) => content({ inputTranscription: { text, ...more } });
const generationComplete = content({ generationComplete: true });
const turnComplete = content({ turnComplete: true });
const interrupted = content({ interrupted: true });

/** A change of the transcript, and what had been played of the model's voice by then. */
interface Change extends Pick<TranscriptItem, 'id' | 'text' | 'final' | 'interrupted'> {
  readonly played: number;
}

function watch(call: LiveCall): Change[] {
  const changes: Change[] = [];
  call.addEventListener('transcript', ({ id, text, final, interrupted }: TranscriptEvent) => {
    const { played } = call.ledger.playback;
    changes.push({ id, text, final, interrupted, played });
  });
  return changes;
}

async function calling(script: Script = {}) {
  const { call, line } = await callOn(script);
  const changes = watch(call);
  await withSilence(() => call.start());
  return { call, line, changes };
}

async function hangUp(call: LiveCall, line: TestLine) {
  await call.stop();
  call.remove();
  await line.close();
}

const read = ({ transcript }: LiveCall) =>
  transcript.map(({ speaker, text }) => [speaker, text] as const);

/** Holds each word of a turn to the sample at which it begins to sound. */
function expectInTime(changes: readonly Change[], begins: Readonly<Record<string, number>>) {
  for (const [word, seconds] of Object.entries(begins)) {
    const change = changes.find(({ text }) => text.includes(word));
    expect(change, word).to.not.equal(undefined);
    const late = change!.played / RATE - seconds;
    expect(late, `${word} beside its sound, in seconds`).to.be.within(-0.25, 0.5);
  }
}

const isOver = (call: LiveCall) => () => call.transcript.at(-1)?.final === true;

describe("the transcript of the model's words", () => {
  it('shows each word when it sounds, however far ahead the words come', async () => {
    const { call, line, changes } = await calling();
    await line.do({
      frames: [
        said('Yes, there '),
        audio(1),
        said('is one at '),
        audio(1.5),
        said('seven.'),
        audio(0.5),
        turnComplete,
      ],
    });
    await until(isOver(call));
    expectInTime(changes, { Yes: 0, there: 0.5, is: 1, one: 1.5, at: 2, seven: 2.5 });
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
        ...[said('It is '), audio(0.3), generationComplete, said('noon.'), turnComplete],
        ...[said('Anything else?'), audio(0.3), generationComplete, turnComplete],
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
    const frames = whole.split('|').flatMap((piece) => [said(piece), audio(0.5)]);
    await line.do({ frames: [...frames, turnComplete] });
    await until(isOver(call));
    const text = whole.replaceAll('|', '');
    expect(read(call)).to.deep.equal([['model', text]]);
    const { segment } = new Intl.Segmenter('ja', { granularity: 'word' });
    void segment;
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

describe('the transcript', () => {
  it('holds what is said and written by both, in order, through a reconnect', async () => {
    const { call, line } = await calling();
    await line.do({ frames: [heard('Do you have '), heard('a table?')] });
    await line.do({ frames: [said('For how many?'), audio(0.3), turnComplete] });
    await until(() => call.transcript.length === 2 && isOver(call)());
    call.sendText('Two people');
    await line.waitFor({ written: 1 });
    const before = call.transcript;
    await through(call, line, { terminate: true });
    call.sendText('at seven');
    await line.do({ frames: [heard('please.', { finished: true })] });
    await line.do({ frames: [said('Done.'), audio(0.3), turnComplete] });
    await until(() => call.transcript.length === 6 && isOver(call)());
    expect(read(call)).to.deep.equal([
      ['caller', 'Do you have a table?'],
      ['model', 'For how many?'],
      ['caller', 'Two people'],
      ['caller', 'at seven'],
      ['caller', 'please.'],
      ['model', 'Done.'],
    ]);
    expect(call.transcript.slice(0, 3)).to.deep.equal(before);
    expect(call.transcript.every(({ final }) => final)).to.equal(true);
    expect(new Set(call.transcript.map(({ id }) => id)).size).to.equal(6);
    const times = call.transcript.map(({ at }) => at);
    expect(times).to.deep.equal([...times].sort((a, b) => a - b));
    expect(times[0]).to.be.at.least(0);
    await hangUp(call, line);
  });

  it("is final at the end of the caller's words, where the server tells it", async () => {
    const { call, line, changes } = await calling();
    await line.do({ frames: [heard('One moment')] });
    await until(() => call.transcript.length === 1);
    expect(call.transcript[0]?.final).to.equal(false);
    await line.do({ frames: [heard('', { finished: true }), heard('Two.', { finished: true })] });
    await until(() => call.transcript.length === 2);
    expect(changes.map(({ text, final }) => [text, final])).to.deep.equal([
      ['One moment', false],
      ['One moment', true],
      ['Two.', false],
      ['Two.', true],
    ]);
    await hangUp(call, line);
  });

  it('keeps the words of a caller who breaks in below what they broke off', async () => {
    const { call, line } = await calling();
    await line.do({
      frames: [heard('Tell me more.'), said('one '), audio(2), said('two '), audio(9)],
    });
    await until(() => call.ledger.playback.played > 1.5 * RATE);
    await line.do({ frames: [heard('Stop, ')] });
    await line.do({ frames: [interrupted, turnComplete, heard('please.')] });
    await until(() => call.transcript.at(-1)!.text.includes('please'));
    expect(read(call)).to.deep.equal([
      ['caller', 'Tell me more.'],
      ['model', 'one'],
      ['caller', 'Stop, please.'],
    ]);
    await hangUp(call, line);
  });

  it('cannot be changed by the page', async () => {
    const { call, line } = await calling();
    call.sendText('<b>hello</b>');
    expect(Object.isFrozen(call.transcript) && Object.isFrozen(call.transcript[0])).to.equal(true);
    expect(call.transcript[0]?.text).to.equal('<b>hello</b>');
    await hangUp(call, line);
  });

  it('is bounded, however much is said, and keeps the newest', async () => {
    const { call, line } = await calling();
    for (let i = 0; i < 1500; i++) call.sendText(`text ${i}`);
    const flood = heard('🙂'.repeat(30_000));
    await line.do({ frames: [flood, flood] });
    await until(() => call.transcript.at(-1)!.text.length > 1000);
    const characters = call.transcript.reduce((sum, { text }) => sum + text.length, 0);
    expect(characters).to.be.at.most(100_000);
    expect(call.transcript.length).to.be.within(100, 1000);
    expect(call.transcript.at(-2)?.text).to.equal('text 1499');
    expect(call.transcript.at(-1)!.text.replaceAll('🙂', '')).to.equal('');
    await hangUp(call, line);
  });

  for (const captions of ['off', 'on'] as const) {
    it(`can be read until the call has ended, and after it with captions="${captions}" ${captions === 'on' ? 'until the next call' : 'no more'}`, async () => {
      const { call, line } = await callOn();
      call.setAttribute('captions', captions);
      await withSilence(() => call.start());
      await line.do({ frames: [heard('Hello.')] });
      await until(() => call.transcript.length === 1);
      const ended = next(call, 'callend').then(() => call.transcript);
      let atEnd: LiveCall['transcript'] = [];
      call.addEventListener('callend', () => (atEnd = call.transcript));
      await call.stop();
      await ended;
      expect(atEnd.map(({ text }) => text)).to.deep.equal(['Hello.']);
      expect(atEnd[0]?.final).to.equal(true);
      expect(call.transcript).to.deep.equal(captions === 'on' ? atEnd : []);
      const started = withSilence(() => call.start());
      expect(call.transcript).to.deep.equal([]);
      await started;
      call.sendText('again');
      await call.stop();
      expect(call.transcript).to.have.length(captions === 'on' ? 1 : 0);
      call.captions = 'off';
      expect(call.transcript).to.deep.equal([]);
      call.remove();
      await line.close();
    });
  }

  it('is gone when the page is left, or the element taken out of it, with captions="on" too', async () => {
    const { call, line } = await calling();
    call.captions = 'on';
    call.sendText('secret');
    await call.stop();
    expect(call.transcript).to.have.length(1);
    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    expect(call.transcript).to.deep.equal([]);
    await withSilence(() => call.start());
    await reaches(call, 'streaming');
    call.sendText('secret');
    await call.stop();
    call.remove();
    await until(() => call.transcript.length === 0);
    await line.close();
  });
});

describe('the sources of an answer', () => {
  const page = (uri: string, title?: string) => ({ web: { uri, title } });

  it('are told with the raw metadata, and only safe ones go into the transcript, each once and few', async () => {
    const { call, line } = await calling();
    const event = next(call, 'grounding');
    const groundingMetadata = {
      webSearchQueries: ['osteria'],
      groundingChunks: [
        page('https://example.com/a?x=1', '<b>A</b>'),
        page('javascript:alert(1)', 'Bad'),
        page('data:text/html,x'),
        page('not an address'),
        page('https://example.com/a?x=1', 'Again'),
        { maps: { uri: 'http://maps.example/' } },
        ...['b', 'c', 'd', 'e', 'f'].map((name) => page(`https://example.com/${name}`)),
      ],
    };
    await line.do({
      frames: [said('Here.'), audio(0.2), content({ groundingMetadata, turnComplete: true })],
    });
    expect((await event).metadata).to.deep.equal(groundingMetadata);
    await until(isOver(call));
    const { sources = [] } = call.transcript[0]!;
    expect(sources).to.have.length(5);
    expect(sources[0]).to.deep.include({ host: 'example.com', url: 'https://example.com/a?x=1' });
    expect(sources.map(({ url }) => new URL(url).protocol)).to.not.include('javascript:');
    expect(sources[1]).to.deep.equal({
      url: 'http://maps.example/',
      host: 'maps.example',
      title: '',
    });
    expect(new Set(sources.map(({ url }) => url)).size).to.equal(5);
    await hangUp(call, line);
  });

  it('are the addresses that the model read, too, and what is spoilt among them is skipped', async () => {
    const { call, line } = await calling();
    const urlMetadata = [{ retrievedUrl: 'https://example.org/menu' }, { retrievedUrl: 7 }, null];
    await line.do({
      frames: [
        said('Here.'),
        content({ urlContextMetadata: { urlMetadata }, groundingMetadata: { groundingChunks: 1 } }),
        turnComplete,
      ],
    });
    await until(isOver(call));
    expect(call.transcript[0]?.sources).to.deep.equal([
      { url: 'https://example.org/menu', host: 'example.org', title: '' },
    ]);
    await hangUp(call, line);
  });
});

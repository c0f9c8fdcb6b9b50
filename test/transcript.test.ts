import { expect } from '@open-wc/testing';
import type { LiveCall } from '../src/element.js';
import { callOn, next, reaches, until } from './helpers/call.js';
import {
  audio,
  calling,
  content,
  hangUp,
  heard,
  interrupted,
  isOver,
  RATE,
  read,
  said,
  turnComplete,
} from './helpers/captioned.js';
import { through } from './helpers/reconnecting.js';
import { withSilence } from './helpers/signal-microphone.js';

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
  const page = (uri: string, title = 'Page') => ({ web: { uri, title } });

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

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { CallActivity } from '../../src/call/activity.js';
import { Captions } from '../../src/call/captions.js';
import { Downlink } from '../../src/call/downlink.js';
import { Ledger } from '../../src/call/ledger.js';
import type { SessionEvent } from '../../src/call/ports/session.js';
import { splitWords } from '../../src/call/split-words.js';
import { Transcript, type TranscriptItem } from '../../src/call/transcript.js';
import { voiced } from '../helpers/voiced.js';

const RATE = 24_000;

/** Samples between two reports of the audio thread. */
const REPORT = RATE / 10;

/** The loudspeaker of a call, with its captions: a test says what comes and how much of it sounds. */
function listen() {
  const account = { received: 0, played: 0, flushed: 0 };
  const changes: (TranscriptItem & { readonly played: number })[] = [];
  const captions = new Captions((item) =>
    changes.push({ ...item, played: account.played + account.flushed }),
  );
  const activity = new CallActivity({ changed: () => {}, level: () => {} });
  const transcript = new Transcript();
  const downlink = new Downlink(new Ledger(), activity, transcript, captions);
  const queued = () => account.received - account.played - account.flushed;
  const report = () => voice.report({ ...account, queued: queued(), underruns: 0, level: 0 });
  const voice = voiced(downlink, (command) => {
    if (command.type === 'play') account.received += command.samples.length;
    if (command.type !== 'flush') return;
    account.flushed += queued();
    report();
  });
  return {
    captions,
    changes,
    transcript,
    downlink: voice,
    say(text: string, more: { readonly late?: true } = {}) {
      downlink.frame();
      const event: SessionEvent = { type: 'transcription', speaker: 'model', text, ...more };
      voice.words(event);
    },
    hear(text: string) {
      voice.words({ type: 'transcription', speaker: 'caller', text });
    },
    voice(samples: number) {
      downlink.frame();
      voice.play(new Int16Array(samples), RATE);
    },
    play(samples = Infinity) {
      for (let left = samples; left > 0 && queued() > 0;) {
        const step = Math.min(REPORT, left, queued());
        account.played += step;
        left -= step;
        report();
      }
    },
    texts: () => captions.items.map(({ text }) => text),
  };
}

/** Whether no half of a character is in it. */
const isWellFormed = (text: string) =>
  !/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(text);

/** Pieces of a turn: so many words, and so much voice after them, in reports. */
const pieces = fc.array(fc.record({ words: fc.nat(5), voice: fc.nat(12) }), { maxLength: 8 });

describe('captions', () => {
  it('show each word with the sound at which it begins, and no more than one report later', () => {
    fc.assert(
      fc.property(pieces, (all) => {
        const call = listen();
        // Pieces between which nothing sounds are one.
        const blocks: { mark: number; words: string[] }[] = [];
        let [mark, count] = [0, 0];
        for (const { words, voice } of all) {
          const said = Array.from({ length: words }, () => `w${(count += 1)}.`);
          if (words > 0) call.say(said.map((word) => `${word} `).join(''));
          if (voice > 0) call.voice(voice * REPORT);
          const last = blocks.at(-1);
          if (last?.mark === mark) last.words.push(...said);
          else if (words > 0) blocks.push({ mark, words: said });
          mark += voice * REPORT;
        }
        call.downlink.endTurn();
        call.play();
        for (const [index, block] of blocks.entries()) {
          const end = blocks[index + 1]?.mark ?? mark;
          for (const [place, word] of block.words.entries()) {
            const begin = block.mark + ((end - block.mark) * place) / block.words.length;
            const shown = call.changes.find(({ text }) => text.includes(word));
            const late = (shown?.played ?? NaN) - begin;
            assert.ok(late >= 0 && late <= REPORT, `${word}: ${late}`);
          }
        }
        const items = call.captions.items;
        assert.equal(items.length, count > 0 ? 1 : 0);
        assert.ok(items.every(({ final, interrupted }) => final && !interrupted));
      }),
    );
  });

  it('only grow, and end with what was heard, however words, sound and interruptions come', () => {
    const step = fc.oneof(
      fc.record({ say: fc.stringMatching(/^[a-c ]{1,8}$/) }),
      fc.record({ say: fc.constantFrom('👩‍👩‍👧', '今日は', '🙂 ', ' ', 'ไทยคำ', '') }),
      fc.record({ voice: fc.integer({ min: 1, max: 30_000 }) }),
      fc.record({ play: fc.integer({ min: 1, max: 40_000 }) }),
      fc.constantFrom('endTurn', 'interrupted', 'silence', 'hear', 'late', 'write'),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const call = listen();
        for (const one of steps) {
          if (typeof one !== 'string') {
            if ('say' in one) call.say(one.say);
            else if ('voice' in one) call.voice(one.voice);
            else call.play(one.play);
          } else if (one === 'hear') call.hear('Hm. ');
          else if (one === 'late') call.say('late', { late: true });
          else if (one === 'write') call.captions.write('typed');
          else call.downlink[one]();
        }
        call.downlink.endTurn();
        call.play();
        const last = new Map<number, TranscriptItem>();
        for (const item of call.changes) {
          const before = last.get(item.id);
          assert.ok(item.text.startsWith(before?.text ?? ''), `${before?.text}|${item.text}`);
          assert.ok(isWellFormed(item.text) && item.text.trim() === item.text);
          if (before?.interrupted) assert.equal(item.text, before.text);
          last.set(item.id, item);
        }
        const items = call.captions.items;
        assert.deepEqual(
          items.map(({ id }) => id),
          [...last.keys()],
        );
        assert.ok(items.filter(({ speaker }) => speaker === 'model').every(({ final }) => final));
      }),
      { numRuns: 500 },
    );
  });

  it('wait for the sound of words that come long before it, and never guess far ahead', () => {
    const call = listen();
    call.say('one two three four five six seven eight');
    assert.deepEqual(call.texts(), []);
    call.voice(RATE / 2);
    call.play();
    assert.deepEqual(call.texts(), ['one two']);
    call.voice(3.5 * RATE);
    call.downlink.endTurn();
    call.play();
    assert.deepEqual(call.texts(), ['one two three four five six seven eight']);
  });

  it('never grow again once they were broken off', () => {
    const call = listen();
    call.say('one ');
    call.voice(RATE);
    call.play(REPORT);
    call.downlink.interrupted();
    call.say('two', { late: true });
    call.downlink.endTurn();
    assert.deepEqual(call.texts(), ['one', 'two']);
    assert.deepEqual(
      call.captions.items.map(({ interrupted }) => interrupted),
      [true, false],
    );
  });

  it('go on after audio that was discarded', () => {
    const call = listen();
    call.voice(400 * RATE);
    call.say('late words');
    call.downlink.endTurn();
    call.play();
    assert.deepEqual(call.texts(), ['late words']);
  });

  it('keep the history of the call to what was heard', () => {
    const call = listen();
    call.say('one ');
    call.voice(RATE);
    call.say('two ');
    call.voice(RATE);
    call.downlink.endTurn();
    call.say('next turn');
    call.voice(RATE);
    call.play(RATE / 2);
    call.downlink.interrupted();
    assert.deepEqual(call.transcript.recent, [{ speaker: 'model', text: 'one ' }]);
  });

  it('take a flood of words without an end, and keep the newest', () => {
    const call = listen();
    for (let i = 0; i < 3000; i++) call.say('x'.repeat(1000) + (i % 2 ? ' ' : ''));
    call.voice(RATE);
    call.downlink.endTurn();
    call.play();
    assert.ok(call.texts().every(({ length }) => length <= 20_000));
  });

  it('have whole words in all scripts, with Intl.Segmenter and without', () => {
    const text = ' Well, don’t pay $5.00 at 7:30! 今日はいい天気です。สวัสดีครับ 👩‍👩‍👧👍🏽 مرحبا بك 𠮷野家';
    assert.equal(splitWords(text).join(''), text);
    assert.deepEqual(splitWords('Hello, you').length, 2);
    assert.ok(splitWords('今日はいい天気です。').length > 2);
    const { Segmenter } = Intl;
    Reflect.set(Intl, 'Segmenter', undefined);
    try {
      const words = splitWords(text);
      assert.equal(words.join(''), text);
      assert.ok(words.every(isWellFormed));
      assert.ok(splitWords('今日は').length === 3);
    } finally {
      Reflect.set(Intl, 'Segmenter', Segmenter);
    }
  });
});

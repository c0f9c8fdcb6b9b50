import { expect } from '@open-wc/testing';
import type { LiveCall } from '../src/element.js';
import { INPUT_RATE } from '../src/call/ports/format.js';
import { callOn, reaches, until } from './helpers/call.js';
import type { LineReport } from './helpers/line.js';
import { withSignal, withSilence } from './helpers/signal-microphone.js';

const texts = ({ connections }: LineReport) =>
  connections.map(({ written }) => written.map(({ text }) => text));

describe('a typed text', () => {
  it('throws an InvalidStateError when there is no call', async () => {
    const { call, line } = await callOn();
    expect(() => call.sendText('hello'))
      .to.throw(DOMException)
      .with.property('name', 'InvalidStateError');
    await call.start();
    await call.stop();
    expect(() => call.sendText('hello')).to.throw(DOMException);
    call.remove();
    await line.close();
  });

  it('reaches the model, which answers', async () => {
    const { call, line } = await callOn({ persona: { tone: 0.2 } });
    await withSilence(() => call.start());
    call.sendText('hello');
    expect(texts(await line.waitFor({ written: 1, turns: 1 }))).to.deep.equal([['hello']]);
    await until(() => call.ledger.playback.played === 0.2 * 24_000);
    await call.stop();
    call.remove();
    await line.close();
  });

  it('goes out once the call is connected, between the speech before and after it', async () => {
    const { call, line } = await callOn({ setupDelay: 1500 });
    const started = withSignal(48_000, () => call.start());
    call.sendText('first');
    await until(() => call.ledger.captured > INPUT_RATE / 2);
    const { captured: before } = call.ledger;
    call.sendText('second');
    await started;
    await line.waitFor({ written: 2, samples: 1.5 * INPUT_RATE });
    await call.stop();
    const { connections } = await line.waitFor({ closed: 1 });
    const written = connections[0]?.written ?? [];
    expect(written[0]).to.deep.equal({ text: 'first', samples: 0 });
    expect(written[1]?.text).to.equal('second');
    // A chunk that has just begun goes out as one.
    expect(written[1]?.samples).to.be.within(before - 320, before);
    expect((await line.pcm()).length, 'all of the speech').to.equal(call.ledger.captured);
    call.remove();
    await line.close();
  });

  it('counts as dropped when the call ends before there was a session', async () => {
    const { call, line } = await callOn({ hang: 'setup' });
    call.start().catch(() => {});
    call.sendText('hello');
    expect(call.ledger.texts).to.deep.equal({ written: 1, waiting: 1, sent: 0, dropped: 0 });
    await call.stop();
    expect(call.ledger.texts).to.deep.equal({ written: 1, waiting: 0, sent: 0, dropped: 1 });
    call.remove();
    await line.close();
  });

  it('keeps its place through a lost connection, and is sent again if it may have been lost', async () => {
    const { call, line } = await callOn();
    await withSilence(() => call.start());
    await line.waitFor({ samples: INPUT_RATE / 2 });
    call.sendText('before');
    await line.waitFor({ written: 1 });
    await line.change({ setupDelay: 300 });
    const lost = reaches(call, 'connecting');
    await line.do({ terminate: true });
    await lost;
    const { captured } = call.ledger;
    await until(() => call.ledger.captured > captured);
    call.sendText('during');
    const report = await line.waitFor({ connections: 2, written: 3 });
    expect(texts(report)).to.deep.equal([['before'], ['before', 'during']]);
    await call.stop();
    call.remove();
    await line.close();
  });

  it('reaches a new session once when the old one cannot be resumed', async () => {
    const { call, line } = await callOn();
    await withSilence(() => call.start());
    await line.waitFor({ samples: INPUT_RATE / 2 });
    call.sendText('before');
    await line.waitFor({ written: 1 });
    // A handle covers what was said half a second before it.
    await line.waitFor({ samples: 2 * INPUT_RATE });
    await line.do({
      frames: [{ sessionResumptionUpdate: { newHandle: 'gone', resumable: true } }],
    });
    await line.change({ setupDelay: 300 });
    const lost = reaches(call, 'connecting');
    await line.do({ terminate: true });
    await lost;
    call.sendText('during');
    const report = await line.waitFor({ setups: 2, written: 3 });
    const { written } = report.connections.at(-1)!;
    const history = [{ role: 'user', parts: [{ text: 'before' }] }];
    expect(written.map(({ text, history }) => ({ text, history }))).to.deep.equal([
      { text: undefined, history },
      { text: 'during', history: undefined },
    ]);
    await call.stop();
    call.remove();
    await line.close();
  });

  it('goes out at once when the caller is muted', async () => {
    const { call, line } = await callOn();
    call.micMuted = true;
    await call.start();
    call.sendText('hello');
    expect(texts(await line.waitFor({ written: 1 }))).to.deep.equal([['hello']]);
    expect(call.ledger.captured).to.equal(0);
    await call.stop();
    call.remove();
    await line.close();
  });
});

describe('interrupt()', () => {
  it('silences the model for the rest of its turn, and no longer', async () => {
    const { call, line } = await callOn({ pace: 3 });
    await withSilence(() => call.start());
    await line.do({ say: 2 });
    await until(() => call.ledger.playback.played > 0);
    call.interrupt();
    await line.waitFor({ turns: 1 });
    await until(() => call.ledger.playback.received === 2 * 24_000);
    await until(() => call.ledger.playback.queued === 0);
    const { played } = call.ledger.playback;
    expect(played).to.be.below(24_000);
    await line.do({ say: 0.3 });
    await until(() => call.ledger.playback.played === played + 0.3 * 24_000);
    await call.stop();
    const { received, played: all, flushed } = call.ledger.playback;
    expect(received).to.equal(55_200);
    expect(flushed).to.be.closeTo(received - all, 0.5);
    call.remove();
    await line.close();
  });

  it('silences nothing of the next turn when the model is silent', async () => {
    const { call, line } = await callOn({ pace: 0 });
    await withSilence(() => call.start());
    call.interrupt();
    await line.do({ say: 0.3 });
    await until(() => call.ledger.playback.played === 0.3 * 24_000);
    call.interrupt();
    await line.do({ say: 0.3 });
    await until(() => call.ledger.playback.played === 0.6 * 24_000);
    await call.stop();
    call.remove();
    await line.close();
  });
});

describe('a text on which the server hangs up each time it gets it', () => {
  const good = (report: LineReport) => {
    const all = texts(report).flat();
    return all.filter((text) => text !== undefined);
  };

  for (const [resend, codes] of Object.entries({
    handle: [1011, 1007, 1000],
    unsent: [1008],
    none: [1011],
  }) as [LiveCall['resend'], number[]][]) {
    for (const code of codes) {
      it(`goes out twice at most, counts as dropped where it went twice, and the call goes on: ${code}, resend="${resend}" (E26)`, async () => {
        const { call, line } = await callOn({ poison: [{ text: 'poison', code }] });
        call.resend = resend;
        await withSilence(() => call.start());
        await line.waitFor({ samples: INPUT_RATE / 2 });
        call.sendText('one');
        call.sendText('poison');
        call.sendText('three');
        const twice = resend === 'handle';
        await line.waitFor({ closed: twice ? 2 : 1 });
        await reaches(call, 'streaming');
        call.sendText('after');
        const report = await line.waitFor({ connections: twice ? 3 : 2 });
        await until(() => call.ledger.texts.waiting === 0);
        await until(() => call.state === 'streaming');
        expect(report.connections).to.have.length(twice ? 3 : 2);
        if (resend === 'handle') {
          await line.waitFor({ written: 4 });
          expect(new Set(good(await line.report()))).to.deep.equal(
            new Set(['one', 'three', 'after']),
          );
          expect(call.ledger.texts).to.deep.equal({ written: 4, waiting: 0, sent: 3, dropped: 1 });
        }
        await call.stop();
        expect(call.ledger).to.include({ dropped: 0, sent: call.ledger.captured });
        call.remove();
        await line.close();
      });
    }
  }

  it('is left out of the history of a new session, as there are no handles (E26)', async () => {
    const { call, line } = await callOn({ poison: [{ text: 'poison', code: 1011 }] });
    await withSilence(() => call.start());
    await line.waitFor({ samples: INPUT_RATE / 2 });
    await line.change({ refuseHandle: { code: 1008, reason: 'Not found.' } });
    call.sendText('poison');
    call.sendText('after');
    await line.waitFor({ setups: 3, written: 1 });
    await until(() => call.state === 'streaming' && call.ledger.texts.waiting === 0);
    expect(call.ledger.texts).to.deep.equal({ written: 2, waiting: 0, sent: 1, dropped: 1 });
    await call.stop();
    expect(call.ledger).to.include({ dropped: 0 });
    call.remove();
    await line.close();
  });

  it('is dropped beside another one, and each text between them is heard (E26)', async () => {
    const poison = ['poison', 'venom'].map((text) => ({ text, code: 1007 }));
    const { call, line } = await callOn({ poison });
    await withSilence(() => call.start());
    await line.waitFor({ samples: INPUT_RATE / 2 });
    for (const text of ['one', 'poison', 'two', 'venom', 'three']) call.sendText(text);
    await until(() => call.ledger.texts.dropped === 2);
    await line.waitFor({ connections: 4 });
    await until(() => call.state === 'streaming');
    const heard = async () => new Set(good(await line.report()));
    while (!(await heard()).has('three')) await line.waitFor({ written: 1 });
    expect(await heard()).to.deep.equal(new Set(['one', 'two', 'three']));
    expect(call.ledger.texts).to.deep.equal({ written: 5, waiting: 0, sent: 3, dropped: 2 });
    await call.stop();
    expect(call.ledger).to.include({ dropped: 0 });
    call.remove();
    await line.close();
  });

  it('has the card say that speech arrives late while it waits for one text after the other, until all went out (J8)', async () => {
    const poison = ['poison', 'venom'].map((text) => ({ text, code: 1011 }));
    const { call, line } = await callOn({ poison });
    const shown = () => {
      const words = ['status', 'hint'].map((part) =>
        call.shadowRoot!.querySelector(`[part=${part}]`)?.textContent.trim(),
      );
      return `${call.state}: ${words.join(' / ')}`;
    };
    const all = new Set<string>();
    const watch = new MutationObserver(() => all.add(shown()));
    watch.observe(call.shadowRoot!, { subtree: true, childList: true, characterData: true });
    await withSignal(48_000, () => call.start());
    await line.waitFor({ samples: INPUT_RATE / 2 });
    for (const text of ['one', 'poison', 'two', 'venom', 'three']) call.sendText(text);
    await until(() => call.ledger.texts.sent === 3 && call.state === 'streaming');
    await until(() => shown() === 'streaming: The AI is listening / ');
    expect([...all]).to.include('ready: Slow connection / What you say arrives late.');
    await call.stop();
    watch.disconnect();
    expect(call.ledger).to.include({ dropped: 0, sent: call.ledger.captured });
    call.remove();
    await line.close();
  });
});

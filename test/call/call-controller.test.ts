import { expect } from '@open-wc/testing';
import * as fc from 'fast-check';
import { CallError } from '../../src/call/errors.js';
import type { CallEndEvent, StateChangeEvent } from '../../src/call/events.js';
import type { TapeReport } from '../../src/call/ports/audio.js';
import { controllerOn, fakeCall, FakeHost } from '../helpers/fake-world.js';
import { nextTask } from '../helpers/next-task.js';

const nothingLive = { contexts: 0, streams: 0, sockets: 0, captures: 0 };
const lost = () => new CallError('session-lost', { detail: '1006' });

/** The tape hands over `taken` samples so far, in chunks of 320, and holds `held`. */
function report(taken: number, held = 0): TapeReport {
  return { captured: taken + held, held, taken, dropped: 0, missed: 0, level: 0 };
}

const chunk = (index: number, value: number) => ({
  index,
  samples: new Int16Array(320).fill(value),
});

describe('a call', () => {
  it('goes from idle over connecting to ready, and to streaming with its first chunk', async () => {
    const { call, host, world } = fakeCall();
    const seen: string[] = [];
    host.addEventListener('statechange', (event) => {
      const { previous, state } = event as StateChangeEvent;
      seen.push(`${previous} > ${state}`);
    });
    await call.start();
    world.audio?.microphone.report(report(320));
    world.audio?.microphone.chunk(chunk(0, 7));
    expect(seen).to.deep.equal(['idle > connecting', 'connecting > ready', 'ready > streaming']);
    expect(world.wire).to.deep.equal([Array(320).fill(7)]);
    expect(call.ledger).to.include({ captured: 320, sent: 320, held: 0, queued: 0, dropped: 0 });
  });

  it('is one call however often it is started', async () => {
    const { call, world } = fakeCall();
    await Promise.all([call.start(), call.start(), call.start()]);
    expect(world.most).to.equal(1);
    expect(world.live).to.deep.equal({ contexts: 1, streams: 1, sockets: 1, captures: 1 });
  });

  it('does not start when the page says no', async () => {
    const { call, host, world } = fakeCall();
    host.addEventListener('beforestart', (event) => event.preventDefault());
    const error = await call.start().catch((reason: unknown) => reason);
    expect(error).to.have.property('name', 'AbortError');
    expect(call.state).to.equal('idle');
    expect(world.most).to.equal(0);
  });

  it('is asked for once when the page starts it in its own beforestart', async () => {
    const { call, host, world } = fakeCall();
    host.addEventListener('beforestart', () => void call.start());
    await call.start();
    expect(host.events.filter((type) => type === 'beforestart')).to.have.length(1);
    expect(world.most).to.equal(1);
  });

  it('is over for good when it is stopped while it connects', async () => {
    const { call, host, world } = fakeCall();
    const started = call.start().catch((reason: unknown) => reason);
    await call.stop();
    expect(await started).to.have.property('name', 'AbortError');
    expect(call.state).to.equal('idle');
    expect(world.live).to.deep.equal(nothingLive);
    expect(host.events.filter((type) => type === 'callend')).to.have.length(1);
  });

  it('attaches no microphone to a call that was stopped in its own announcement', async () => {
    const { call, host, world } = fakeCall();
    host.addEventListener('statechange', (event) => {
      if ((event as StateChangeEvent).state === 'ready') void call.stop();
    });
    await call.start().catch(() => {});
    await call.stop();
    expect(call.state).to.equal('idle');
    expect(world.live).to.deep.equal(nothingLive);
  });

  it('fails with the reason of the port that failed, and lets go of everything first', async () => {
    const { call, host, world } = fakeCall();
    const order: string[] = [];
    host.addEventListener('callerror', () => order.push(`error, live: ${world.live.sockets}`));
    host.addEventListener('callend', (event) => order.push((event as CallEndEvent).reason));
    await call.start();
    world.audio?.microphone.failed(new CallError('mic-lost'));
    await call.stop();
    expect(order).to.deep.equal(['error, live: 0', 'error']);
    expect(call.error).to.have.property('code', 'mic-lost');
    expect(world.live).to.deep.equal(nothingLive);
  });

  it('resolves stop() at once when it is idle, though another call of the page still ends', async () => {
    const { call, world } = fakeCall((what, value) =>
      what === 'finish' ? new Promise(() => {}) : Promise.resolve(value),
    );
    await call.start();
    void call.stop();
    const other = controllerOn(new FakeHost(), world);
    await other.stop();
    expect(other.state).to.equal('idle');
  });

  it('reconnects after a loss and sends again what the new session cannot know of, and then what waited', async () => {
    const { call, host, world } = fakeCall();
    await call.start();
    world.audio?.microphone.report(report(320));
    world.audio?.microphone.chunk(chunk(0, 1));
    world.session?.({ type: 'lost', error: lost() });
    expect(call.state).to.equal('connecting');
    const streaming = new Promise<void>((resolve) =>
      host.addEventListener('statechange', () => call.state === 'streaming' && resolve()),
    );
    // Handed over by the capture just before it was detached.
    world.audio?.microphone.report(report(640));
    world.audio?.microphone.chunk(chunk(320, 2));
    expect(call.ledger).to.include({ captured: 640, queued: 320, sent: 320 });
    await streaming;
    expect(world.wire.map((sent) => [...new Set(sent)])).to.deep.equal([[1], [1, 2]]);
    expect(call.ledger).to.include({
      captured: 640,
      queued: 0,
      sent: 640,
      resent: 320,
      dropped: 0,
    });
    expect(call.metrics.reconnects).to.equal(1);
  });

  it('ends at once when the session is lost for a reason that no reconnect cures', async () => {
    const { call, host, world } = fakeCall();
    await call.start();
    const failed = new Promise((resolve) => host.addEventListener('callerror', resolve));
    world.session?.({
      type: 'lost',
      error: new CallError('connect-blocked'),
    });
    await failed;
    expect(call.error).to.have.property('code', 'connect-blocked');
    expect(world.wire).to.have.length(1);
  });

  it('keeps chunks back while the socket is full and sends them when it has drained (E3)', async () => {
    const { call, world } = fakeCall();
    await call.start();
    world.bufferedAmount = 1e6;
    world.audio?.microphone.report(report(320));
    world.audio?.microphone.chunk(chunk(0, 1));
    expect(call.ledger).to.include({ queued: 320, sent: 0 });
    world.bufferedAmount = 0;
    world.audio?.microphone.report(report(320));
    expect(call.ledger).to.include({ queued: 0, sent: 320 });
  });

  it('books what is still held when a call ends before it was ready, and says so', async () => {
    const { call, host, world } = fakeCall((what, value) =>
      what === 'session' ? new Promise(() => {}) : Promise.resolve(value),
    );
    const losses: unknown[] = [];
    host.addEventListener('audioloss', (event) => losses.push(event));
    call.start().catch(() => {});
    world.audio?.microphone.report(report(0, 960));
    await call.stop();
    expect(losses).to.have.length(1);
    expect(losses[0]).to.include({ samples: 960, reason: 'stopped' });
    expect(call.ledger).to.include({ captured: 960, held: 0, dropped: 960 });
  });

  it('books what the tape took in the last moment before it was stopped, though nothing could be sent', async () => {
    const { call, world } = fakeCall((what, value) => {
      if (what === 'finish') world.audio?.microphone.report(report(0, 1600));
      return what === 'session' ? new Promise(() => {}) : Promise.resolve(value);
    });
    call.start().catch(() => {});
    world.audio?.microphone.report(report(0, 960));
    await call.stop();
    expect(call.ledger).to.include({ captured: 1600, held: 0, dropped: 1600 });
  });

  it('dials no more once it is stopped, while the tape still gives its account', async () => {
    let finish = () => {};
    const { call, world } = fakeCall((what, value) => {
      if (what !== 'finish') return Promise.resolve(value);
      return new Promise((resolve) => (finish = () => resolve(value)));
    });
    await call.start();
    world.session?.({ type: 'lost', error: lost() });
    const settled = () => new Promise((resolve) => setTimeout(resolve));
    await settled();
    const stopped = call.stop();
    dispatchEvent(new Event('online'));
    await settled();
    expect(world.wire).to.have.length(1);
    finish();
    await stopped;
    expect(world.live).to.deep.equal(nothingLive);
  });

  it('settles its start when it is ready, also when a listener starts another call at once', async () => {
    const { call, host } = fakeCall();
    const again = new Promise<string>((resolve, reject) => {
      const restart = () => {
        if (call.state !== 'ready') return;
        host.removeEventListener('statechange', restart);
        void call.stop();
        call.start().then(() => resolve(call.state), reject);
      };
      host.addEventListener('statechange', restart);
    });
    await call.start();
    expect(await again).to.equal('ready');
  });

  it('takes a server that gives no sign of life after a text for dead, and none that was told nothing', async () => {
    const { now } = Date;
    let slept = 0;
    Date.now = () => now() + slept;
    const pass = async (ms: number) => {
      for (const end = slept + ms; slept < end; slept += 15_000)
        await new Promise((resolve) => setTimeout(resolve, 150));
    };
    const { call, host, world } = fakeCall();
    let losses = 0;
    host.addEventListener('statechange', (event) => {
      if ((event as StateChangeEvent).previous === 'ready') losses += 1;
    });
    try {
      await call.start({ microphone: false });
      await pass(60_000);
      expect(losses).to.equal(0);
      call.sendText('hello');
      await pass(60_000);
    } finally {
      Date.now = now;
    }
    expect(losses).to.equal(1);
    expect(world.most).to.equal(1);
    await call.stop();
  });

  it('takes no text that is none', async () => {
    const { call } = fakeCall();
    await call.start();
    expect(() => call.sendText(undefined as never)).to.throw(TypeError);
    expect(call.ledger.texts.written).to.equal(0);
  });

  it('goes on when its element is moved and ends when it is removed', async () => {
    const { call, host } = fakeCall();
    await call.start();
    call.hostDisconnected();
    call.hostConnected();
    await nextTask();
    expect(call.state).to.equal('ready');
    const ended = new Promise((resolve) => host.addEventListener('callend', resolve));
    call.hostDisconnected();
    await Promise.resolve();
    expect(call.state, 'it may be back within the task').to.equal('ready');
    await nextTask();
    expect(call.state).to.equal('idle');
    expect(await ended).to.have.property('reason', 'removed');
  });
});

describe('calls in any order', () => {
  type Command = 'start' | 'stop' | 'lose' | 'fail';
  const commands = fc.array(fc.constantFrom<Command>('start', 'start', 'stop', 'lose', 'fail'), {
    minLength: 1,
    maxLength: 12,
  });

  it('hold one of everything at most, settle every start, and end as was last asked (E22)', () =>
    fc.assert(
      fc.asyncProperty(fc.scheduler(), commands, async (scheduler, script) => {
        const { call, world } = fakeCall((what, value) =>
          scheduler.schedule(Promise.resolve(value), what),
        );
        let settled = 0;
        let started = 0;
        const act: Record<Command, () => void> = {
          start: () => {
            started += 1;
            const done = () => (settled += 1);
            call.start().then(done, done);
          },
          stop: () => void call.stop(),
          lose: () => world.session?.({ type: 'lost', error: lost() }),
          fail: () => world.audio?.microphone.failed(new CallError('mic-lost')),
        };
        const { done } = scheduler.scheduleSequence(
          script.map((command) => ({
            label: command,
            builder: async () => act[command](),
          })),
        );
        void done;
        await scheduler.waitIdle();
        const last = script.at(-1);
        if (last === 'start') expect(call.state).to.be.oneOf(['ready', 'connecting']);
        if (last === 'stop') expect(call.state).to.equal('idle');
        if (call.state === 'idle') expect(world.live).to.deep.equal(nothingLive);
        const stopped = call.stop();
        await scheduler.waitIdle();
        await stopped;
        expect(world.most, 'most of a kind at once').to.be.at.most(1);
        expect(world.live).to.deep.equal(nothingLive);
        expect(settled, 'settled starts').to.equal(started);
      }),
      { numRuns: 300 },
    ));
});

import { expect } from '@open-wc/testing';
import type { CallOptions } from '../../src/call/call-options.js';
import { CallError } from '../../src/call/errors.js';
import type { CallEndEvent } from '../../src/call/events.js';
import { controllerOn, FakeHost, FakeWorld, ownPage, type Pace } from '../helpers/fake-world.js';
import { holdTime, settle, type HeldTime } from '../soak/time.js';

const report = { captured: 0, held: 0, taken: 0, dropped: 0, missed: 0, level: 0 };

describe('a call whose time is bounded', () => {
  let time: HeldTime;
  beforeEach(() => {
    time = holdTime();
  });
  afterEach(() => time.release());

  function callWith(options: Partial<CallOptions>, pace?: Pace) {
    ownPage();
    const world = new FakeWorld(pace);
    const host = new FakeHost();
    const { openAudio, openSession } = world;
    const call = controllerOn(host, { openAudio, openSession, ...options });
    call.hostConnected();
    const reasons: string[] = [];
    host.addEventListener('callend', (event) => reasons.push((event as CallEndEvent).reason));
    /** Lets seconds pass, one at a time; `speak` is what happens at the end of each. */
    const pass = async (seconds: number, speak = () => {}) => {
      for (let second = 0; second < seconds; second++) {
        time.pass(1000);
        speak();
      }
      await settle();
    };
    let captured = 0;
    const voice = (level = 0.3) =>
      world.audio?.microphone.report({ ...report, captured: (captured += 320), level });
    return { world, call, reasons, pass, voice };
  }

  it('ends after max-call seconds with the reason time, warned a minute before (K5)', async () => {
    const { call, reasons, pass, voice, world } = callWith({ maxCall: 180 });
    await call.start();
    await pass(119, voice);
    expect(call.status.warning).to.equal(undefined);
    await pass(1, voice);
    expect(call.status.warning).to.equal('ending');
    await pass(59, voice);
    expect(reasons).to.deep.equal([]);
    await pass(1, voice);
    expect(reasons).to.deep.equal(['time']);
    expect(call.error).to.equal(undefined);
    expect(world.live).to.deep.equal({ contexts: 0, streams: 0, sockets: 0, captures: 0 });
    expect(time.timers).to.equal(0);
  });

  it('is warned within a third of the time where that is short (K5)', async () => {
    const { call, reasons, pass, voice } = callWith({ maxCall: 30 });
    await call.start();
    await pass(19, voice);
    expect(call.status.warning).to.equal(undefined);
    await pass(1, voice);
    expect(call.status.warning).to.equal('ending');
    await pass(10, voice);
    expect(reasons).to.deep.equal(['time']);
  });

  it('counts max-call from its first session on, over lost connections and a sleep (K5)', async () => {
    const { call, reasons, pass, voice, world } = callWith({ maxCall: 300 });
    await call.start();
    await pass(100, voice);
    world.session?.({ type: 'lost', error: new CallError('session-lost') });
    await pass(5, voice);
    expect(call.state).to.equal('ready');
    expect(call.metrics.reconnects).to.equal(1);
    time.sleep(60_000);
    await pass(134, voice);
    expect(reasons).to.deep.equal([]);
    expect(call.status.warning).to.equal('ending');
    await pass(1, voice);
    expect(reasons).to.deep.equal(['time']);
  });

  it('does not count the time before its first session (K5)', async () => {
    let answer = () => {};
    const { call, reasons, pass, voice } = callWith(
      { maxCall: 30, idleAfter: 30 },
      (what, value) =>
        what === 'microphone'
          ? new Promise((resolve) => (answer = () => resolve(value)))
          : Promise.resolve(value),
    );
    const started = call.start();
    await pass(100);
    answer();
    await started;
    await pass(29, voice);
    expect(reasons).to.deep.equal([]);
    await call.stop();
    expect(time.timers).to.equal(0);
  });

  it('ends when nobody has spoken for idle-after seconds, with the reason idle, warned before (K5)', async () => {
    const { call, reasons, pass, voice } = callWith({ idleAfter: 90 });
    await call.start();
    await pass(59, () => voice(0.001));
    expect(call.status.warning).to.equal(undefined);
    await pass(1);
    expect(call.status.warning).to.equal('quiet');
    await pass(29);
    expect(reasons).to.deep.equal([]);
    await pass(1);
    expect(reasons).to.deep.equal(['idle']);
    expect(time.timers).to.equal(0);
  });

  const signs: readonly [what: string, sign: (it: ReturnType<typeof callWith>) => void][] = [
    ['the caller speaks', ({ voice }) => voice()],
    ['the caller writes', ({ call }) => call.sendText('Still here.')],
    [
      'the model speaks',
      ({ world }) => world.session?.({ type: 'audio', samples: new Int16Array(240), rate: 24_000 }),
    ],
  ];
  for (const [what, sign] of signs) {
    it(`is not idle while ${what} (K5)`, async () => {
      const it = callWith({ idleAfter: 90 });
      await it.call.start();
      await it.pass(80);
      expect(it.call.status.warning).to.equal('quiet');
      sign(it);
      await it.pass(1);
      expect(it.call.status.warning).to.equal(undefined);
      await it.pass(88);
      expect(it.reasons).to.deep.equal([]);
      await it.pass(2);
      expect(it.reasons).to.deep.equal(['idle']);
    });
  }

  it('is not idle while the model’s voice still sounds, or a function of the page runs (K5)', async () => {
    const { call, reasons, pass, world } = callWith({ idleAfter: 30 });
    const voice = { received: 24_000, flushed: 0, underruns: 0, level: 0.1 };
    let finish = () => {};
    call.registerTool(
      {
        name: 'wait',
        description: 'Waits.',
        execute: () => new Promise<void>((resolve) => (finish = resolve)),
      },
      { timeout: 1_000_000 },
    );
    await call.start();
    world.session?.({ type: 'audio', samples: new Int16Array(24_000), rate: 24_000 });
    world.session?.({ type: 'turnComplete' });
    world.voice?.say({ ...voice, played: 0, queued: 24_000 });
    await pass(100);
    expect(reasons).to.deep.equal([]);
    world.session?.({ type: 'toolCall', id: '1', name: 'wait', args: {}, blocking: false });
    world.voice?.say({ ...voice, played: 24_000, queued: 0 });
    await pass(100);
    expect(reasons).to.deep.equal([]);
    finish();
    await settle();
    await pass(31);
    expect(reasons).to.deep.equal(['idle']);
  });

  it('goes on for ever by default, and for a bound that is longer than a timer can be (K5)', async () => {
    for (const options of [{}, { maxCall: 0, idleAfter: 0 }, { maxCall: 1e9, idleAfter: 1e9 }]) {
      const { call, reasons, pass } = callWith(options);
      await call.start();
      await pass(7200);
      expect(reasons).to.deep.equal([]);
      expect(call.status.warning).to.equal(undefined);
      await call.stop();
      expect(time.timers).to.equal(0);
    }
  });

  it('has a limit of its own again when it is called again (K5)', async () => {
    const { call, reasons, pass, voice } = callWith({ maxCall: 60 });
    await call.start();
    await pass(50, voice);
    await call.stop();
    await call.start();
    await pass(59, voice);
    expect(reasons).to.deep.equal(['stopped']);
    await pass(1, voice);
    expect(reasons).to.deep.equal(['stopped', 'time']);
  });
});

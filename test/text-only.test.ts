import { expect } from '@open-wc/testing';
import type { CallError } from '../src/element.js';
import { INPUT_RATE } from '../src/call/ports/format.js';
import { CallController } from '../src/controller.js';
import { callOn, next, reaches, until } from './helpers/call.js';
import type { LineReport } from './helpers/line.js';
import { expectNothingLost } from './helpers/nothing-lost.js';
import { expectWhole, through } from './helpers/reconnecting.js';
import { signalContext, withSignal } from './helpers/signal-microphone.js';

const { mediaDevices } = navigator;
const realRequest = mediaDevices.getUserMedia.bind(mediaDevices);
const featurePolicy = 'featurePolicy' as keyof Document;

/** How often the browser was asked for a microphone. */
let requests = 0;
/** Answers each request, by a refusal unless a test says otherwise. */
let answer: typeof realRequest;

const refuse =
  (name: string, message = '') =>
  () =>
    Promise.reject(new DOMException(message, name));

const texts = ({ connections }: LineReport) =>
  connections.flatMap(({ written }) => written.map(({ text }) => text));

const nothingTaken = { captured: 0, held: 0, queued: 0, sent: 0, dropped: 0 };

const rejection = (promise: Promise<unknown>): Promise<CallError> =>
  promise.then(
    () => expect.fail('did not reject'),
    (error: unknown) => error as CallError,
  );

/** A call in writing, on a device of 48 kHz that hears the position code once it is asked. */
async function writing(script: Parameters<typeof callOn>[0] = {}) {
  const { call, line } = await callOn(script);
  const started = withSignal(48_000, () => call.start({ microphone: false }));
  return { call, line, started };
}

describe('a call without a microphone', () => {
  beforeEach(() => {
    requests = 0;
    answer = refuse('NotAllowedError', 'Permission denied');
    mediaDevices.getUserMedia = (constraints) => {
      requests += 1;
      return answer(constraints);
    };
  });

  afterEach(() => {
    mediaDevices.getUserMedia = realRequest;
    Reflect.deleteProperty(document, featurePolicy);
    Reflect.deleteProperty(navigator, 'mediaDevices');
  });

  it('asks for none, captures nothing, and the model answers in its voice what is typed', async () => {
    const { call, line, started } = await writing({ persona: { tone: 0.2 } });
    call.volume = 0.5;
    await started;
    expect(call.state).to.equal('ready');
    expect(call.matches(':state(text-only)')).to.equal(true);
    expect(call.matches(':state(mic-muted)')).to.equal(false);
    call.sendText('hello');
    await line.waitFor({ written: 1, turns: 1 });
    await until(() => call.ledger.playback.played === 0.2 * 24_000);
    await call.stop();
    const { connections } = await line.waitFor({ closed: 1 });
    expect(texts({ connections } as LineReport)).to.deep.equal(['hello']);
    expect(connections[0]).to.include({ streamEnds: 0 });
    expect((await line.pcm()).length).to.equal(0);
    expect(call.ledger).to.include(nothingTaken);
    expect(call.ledger.texts).to.deep.equal({ written: 1, waiting: 0, sent: 1, dropped: 0 });
    expect(call.metrics.microphone).to.equal(undefined);
    expect(requests).to.equal(0);
    expect(call.matches(':state(text-only)'), 'after it').to.equal(false);
    call.remove();
    await line.close();
  });

  it('opens its audio in the task of the click', async () => {
    const { call, line } = await callOn();
    const real = globalThis.AudioContext;
    let contexts = 0;
    globalThis.AudioContext = class extends real {
      constructor(options?: AudioContextOptions) {
        super(options);
        contexts += 1;
      }
    };
    call.start({ microphone: false }).catch(() => {});
    globalThis.AudioContext = real;
    expect(contexts).to.equal(1);
    await call.stop();
    call.remove();
    await line.close();
  });

  it('goes on in writing through a device change and a change of the chosen microphone', async () => {
    const { call, line, started } = await writing();
    await started;
    call.microphoneId = 'another';
    await call.updateComplete;
    mediaDevices.dispatchEvent(new Event('devicechange'));
    call.micMuted = true;
    call.micMuted = false;
    call.sendText('still here');
    await line.waitFor({ written: 1 });
    await call.stop();
    expect(requests).to.equal(0);
    call.remove();
    await line.close();
  });

  it('sends in order what is typed while it connects and while it reconnects', async () => {
    const { call, line, started } = await writing({ setupDelay: 300 });
    call.sendText('one');
    call.sendText('two');
    await started;
    await line.waitFor({ written: 2 });
    const lost = reaches(call, 'connecting');
    await line.do({ terminate: true });
    await lost;
    call.sendText('three');
    await reaches(call, 'ready');
    call.sendText('four');
    const report = await line.waitFor({ setups: 2, written: 4 });
    const written = texts(report).slice(texts(report).indexOf('three') - 2);
    expect(written).to.deep.equal(['one', 'two', 'three', 'four']);
    expect(requests).to.equal(0);
    expect(call.ledger).to.include(nothingTaken);
    await call.stop();
    call.remove();
    await line.close();
  });

  it('is handed over when the server says goAway', async () => {
    const { call, line, started } = await writing();
    await started;
    await line.do({ frames: [{ goAway: { timeLeft: '1s' } }] });
    await line.waitFor({ setups: 2 });
    await reaches(call, 'ready');
    call.sendText('here');
    expect(texts(await line.waitFor({ written: 1 }))).to.deep.equal(['here']);
    await call.stop();
    expect(requests).to.equal(0);
    call.remove();
    await line.close();
  });

  it('is had where the policy of the page, or the browser, gives no microphone', async () => {
    const policy = { allowsFeature: () => false };
    Object.defineProperty(document, featurePolicy, { configurable: true, value: policy });
    Object.defineProperty(navigator, 'mediaDevices', { configurable: true, value: undefined });
    const { call, line, started } = await writing({ persona: { tone: 0.2 } });
    await started;
    call.sendText('hello');
    await until(() => call.ledger.playback.played === 0.2 * 24_000);
    expect((await rejection(call.useMicrophone())).code).to.equal('unsupported');
    Reflect.deleteProperty(navigator, 'mediaDevices');
    expect((await rejection(call.useMicrophone())).code).to.equal('mic-forbidden');
    expect(call.state).to.equal('ready');
    await call.stop();
    call.remove();
    await line.close();
  });

  it('ends when its time is up, and when nobody writes', async () => {
    for (const limit of ['maxCall', 'idleAfter'] as const) {
      const { call, line } = await callOn();
      call[limit] = 1;
      const ended = next(call, 'callend');
      await call.start({ microphone: false });
      expect((await ended).reason).to.equal(limit === 'maxCall' ? 'time' : 'idle');
      call.remove();
      await line.close();
    }
  });

  it('goes on with another audio engine when its own breaks, asks for no microphone, and takes one later', async () => {
    const { call, line } = await callOn({ pace: 0 });
    const contexts: AudioContext[] = [];
    const signal = signalContext(48_000);
    const real = globalThis.AudioContext;
    globalThis.AudioContext = class extends signal {
      constructor(options?: AudioContextOptions) {
        super(options);
        contexts.push(this);
      }
    };
    try {
      await call.start({ microphone: false });
      await contexts[0]?.close();
      await until(() => contexts.length === 2);
    } finally {
      globalThis.AudioContext = real;
    }
    await line.do({ say: 0.2 });
    await until(() => call.ledger.playback.played === 0.2 * 24_000);
    expect(requests).to.equal(0);
    expect(call.ledger).to.include(nothingTaken);
    answer = realRequest;
    await call.useMicrophone();
    await line.waitFor({ samples: INPUT_RATE });
    await expectNothingLost(call, line);
    call.remove();
    await line.close();
  });

  it('is one call with the one that is started while it goes on', async () => {
    const { call, line, started } = await writing();
    await Promise.all([started, call.start(), call.start({ microphone: false })]);
    expect(requests).to.equal(0);
    expect((await line.report()).totals.connections).to.equal(1);
    await call.stop();
    answer = realRequest;
    await withSignal(48_000, () => call.start());
    expect(requests, 'the next call speaks again').to.equal(1);
    await call.stop();
    call.remove();
    await line.close();
  });

  it('says of itself that the caller types, and never that they may speak', async () => {
    const { call, line } = await callOn({ setupDelay: 300, persona: { tone: 0.2 } });
    const seen: string[] = [];
    const host = Object.assign(new EventTarget(), {
      requestUpdate: () => {
        const { name, recording } = controller.status;
        const now = `${name}${recording ? ', recording' : ''}`;
        if (seen.at(-1) !== now) seen.push(now);
      },
    });
    const { baseUrl, tokenUrl } = line;
    const controller: CallController = new CallController(host, { baseUrl, tokenUrl });
    await controller.start({ microphone: false });
    controller.micMuted = true;
    expect(controller.status).to.include({ name: 'text', micMuted: false });
    expect(controller.status.text).to.deep.equal({ asking: false });
    await controller.stop();
    expect(seen).to.deep.equal(['connecting', 'text', 'ended']);
    call.remove();
    await line.close();
  });

  describe('that the microphone joins later', () => {
    it('flows on the same session from its first sample on, after what was typed before', async () => {
      const { call, line, started } = await writing();
      await started;
      call.sendText('before');
      await line.waitFor({ written: 1 });
      answer = realRequest;
      await call.useMicrophone();
      expect(call.matches(':state(text-only)')).to.equal(false);
      await line.waitFor({ samples: INPUT_RATE });
      call.sendText('during');
      const { captured } = call.ledger;
      await line.waitFor({ written: 2, samples: 2 * INPUT_RATE });
      await expectNothingLost(call, line);
      const { connections } = await line.report();
      expect(connections).to.have.length(1);
      const { written } = connections[0]!;
      expect(written[0]).to.deep.equal({ text: 'before', samples: 0 });
      expect(written[1]?.text).to.equal('during');
      expect(written[1]?.samples).to.be.closeTo(captured, 0.3 * INPUT_RATE);
      expect(call.metrics.microphone).to.be.a('number');
      call.remove();
      await line.close();
    });

    it('is asked for once however often it is to join, and not in a call that has it', async () => {
      const { call, line, started } = await writing();
      await started;
      answer = realRequest;
      await Promise.all([call.useMicrophone(), call.useMicrophone()]);
      await call.useMicrophone();
      expect(requests).to.equal(1);
      await reaches(call, 'streaming');
      await call.stop();
      await withSignal(48_000, () => call.start());
      await call.useMicrophone();
      expect(requests).to.equal(2);
      await call.stop();
      call.remove();
      await line.close();
    });

    it('loses nothing when it joins while the call connects or has lost its connection', async () => {
      const { call, line, started } = await writing({ setupDelay: 600 });
      answer = realRequest;
      const joined = call.useMicrophone();
      expect(requests, 'in the task of the click').to.equal(1);
      await joined;
      expect(call.state).to.equal('connecting');
      await started;
      await line.waitFor({ samples: INPUT_RATE });
      await expectNothingLost(call, line);
      answer = refuse('NotAllowedError');
      await withSignal(48_000, () => call.start({ microphone: false }));
      const lost = reaches(call, 'connecting');
      await line.do({ terminate: true });
      await lost;
      answer = realRequest;
      await call.useMicrophone();
      expect(call.state).to.equal('connecting');
      await reaches(call, 'streaming');
      await until(() => call.ledger.sent > INPUT_RATE);
      await call.stop();
      expect(call.ledger).to.include({ sent: call.ledger.captured, dropped: 0 });
      call.remove();
      await line.close();
    });

    it('keeps every sample through the loss of a connection and a hand-over after it', async () => {
      for (const action of [{ terminate: true }, { goAway: '1s' }] as const) {
        const { call, line, started } = await writing();
        await started;
        answer = realRequest;
        await call.useMicrophone();
        await line.waitFor({ samples: INPUT_RATE });
        await through(call, line, action);
        await line.waitFor({ samples: 2.5 * INPUT_RATE });
        await expectWhole(call, line);
        call.remove();
        await line.close();
      }
    });

    it('is asked for as soon as the call before has ended, if that is still ending', async () => {
      const { call, line, started } = await writing();
      await started;
      void call.stop();
      answer = realRequest;
      const next = withSignal(48_000, () => call.start({ microphone: false }));
      await call.useMicrophone();
      await next;
      await until(() => call.ledger.sent > 0);
      expect(requests).to.equal(1);
      await call.stop();
      expect(call.ledger).to.include({ sent: call.ledger.captured, dropped: 0 });
      call.remove();
      await line.close();
    });

    it('stays muted if it was', async () => {
      const { call, line, started } = await writing();
      call.micMuted = true;
      await started;
      answer = realRequest;
      await call.useMicrophone();
      expect(call.matches(':state(mic-muted)')).to.equal(true);
      call.sendText('hello');
      await line.waitFor({ written: 1 });
      expect(call.ledger.captured).to.equal(0);
      call.micMuted = false;
      await line.waitFor({ samples: INPUT_RATE });
      await call.stop();
      expect(call.ledger).to.include({ sent: call.ledger.captured, dropped: 0 });
      call.remove();
      await line.close();
    });
  });

  describe('whose microphone may not join', () => {
    const refusals: Record<string, ReturnType<typeof refuse>> = {
      'mic-denied': refuse('NotAllowedError', 'Permission denied'),
      'mic-dismissed': refuse('NotAllowedError', 'Permission dismissed'),
      'no-mic': refuse('NotFoundError'),
      'mic-busy': refuse('NotReadableError'),
      'mic-forbidden': refuse('SecurityError'),
    };
    for (const [code, refusal] of Object.entries(refusals)) {
      it(`goes on in writing, and tells why: ${code}`, async () => {
        const { call, line, started } = await writing();
        let errors = 0;
        call.addEventListener('callerror', () => errors++);
        await started;
        answer = refusal;
        expect((await rejection(call.useMicrophone())).code).to.equal(code);
        expect(call.state).to.equal('ready');
        expect(call.matches(':state(text-only)')).to.equal(true);
        call.sendText('still here');
        await line.waitFor({ written: 1 });
        answer = realRequest;
        await call.useMicrophone();
        await line.waitFor({ samples: INPUT_RATE / 2 });
        await call.stop();
        expect(errors).to.equal(0);
        expect(call.ledger).to.include({ sent: call.ledger.captured, dropped: 0 });
        call.remove();
        await line.close();
      });
    }

    it('asks, and tells of the refusal until it is asked again', async () => {
      const { call, line } = await callOn();
      const { baseUrl, tokenUrl } = line;
      const controller = new CallController(new EventTarget(), { baseUrl, tokenUrl });
      await controller.start({ microphone: false });
      const refused = rejection(controller.useMicrophone());
      expect(controller.status.name).to.equal('asking');
      const error = await refused;
      expect(controller.status.name).to.equal('text');
      expect(controller.status.text).to.deep.equal({ asking: false, refusal: error });
      await controller.stop();
      call.remove();
      await line.close();
    });

    it('rejects, and opens no microphone, when the call ends before the caller answers', async () => {
      const { call, line, started } = await writing();
      await started;
      let grant = () => {};
      const asked = new Promise<void>((resolve) => (grant = resolve));
      let stream: MediaStream | undefined;
      answer = async (constraints) => {
        await asked;
        stream = await realRequest(constraints);
        return stream;
      };
      const joined = rejection(call.useMicrophone());
      await call.stop();
      expect((await joined).name).to.equal('AbortError');
      grant();
      await until(() => stream?.getTracks()[0]?.readyState === 'ended');
      expect(call.ledger).to.include(nothingTaken);
      expect((await rejection(call.useMicrophone())).name).to.equal('InvalidStateError');
      call.remove();
      await line.close();
    });
  });
});

describe('a typed text', () => {
  it('silences the rest of the turn that the model speaks, though the server does not, and not the next', async () => {
    const { call, line } = await callOn({ pace: 3 });
    await call.start({ microphone: false });
    await line.do({ say: 2 });
    await until(() => call.ledger.playback.played > 0);
    call.sendText('wait');
    await line.waitFor({ written: 1, turns: 1 });
    await until(() => call.ledger.playback.queued === 0);
    const { played } = call.ledger.playback;
    expect(played).to.be.below(24_000);
    await line.do({ say: 0.3 });
    await until(() => call.ledger.playback.played === played + 0.3 * 24_000);
    await call.stop();
    call.remove();
    await line.close();
  });
});

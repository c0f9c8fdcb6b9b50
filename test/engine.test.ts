import { expect } from '@open-wc/testing';
import source from '../src/audio/worklet/worklet-source.js';
import type { LiveCall } from '../src/element.js';
import { INPUT_RATE } from '../src/call/ports/format.js';
import { callOn, next, reaches, until } from './helpers/call.js';
import type { TestLine } from './helpers/line.js';
import { analyse } from './helpers/position-code.js';
import { live, nothingLive } from './helpers/resources.js';
import { signalContext } from './helpers/signal-microphone.js';

const { mediaDevices } = navigator;
const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
const RealContext = globalThis.AudioContext;
const RealNode = globalThis.AudioWorkletNode;
const VOICE_RATE = 24_000;

let contexts: AudioContext[];
/** By the name of their processor; the newest of each. */
let nodes: Map<string, AudioWorkletNode>;
/** Called with each new one. */
let onopened: (context: AudioContext) => void;
let tracks: MediaStreamTrack[];
/** Whether the track before was live, each time the microphone was asked for. */
let heldMeanwhile: (boolean | undefined)[];

/** The context goes on to say that it runs. */
function freezeClock(context = contexts.at(-1)!): void {
  Object.defineProperty(context, 'currentTime', { value: context.currentTime });
}

/** Keeps the audio thread of a context from doing anything else for so many milliseconds. */
async function hang(context: AudioContext, milliseconds: number): Promise<void> {
  const module = `registerProcessor('hang', class extends AudioWorkletProcessor {
    process() {
      for (const end = Date.now() + ${milliseconds}; Date.now() < end;);
      return false;
    }
  })`;
  await context.audioWorklet.addModule(blobUrl(module));
  new AudioWorkletNode(context, 'hang').connect(context.destination);
}

/** Keeps a context from running, as the system does; what it resolves with lets it go on. */
async function hold(context: AudioContext): Promise<() => Promise<void>> {
  const { resume } = context;
  context.resume = () => new Promise<void>(() => {});
  await context.suspend();
  return () => resume.call(context);
}

/** The worklet, in which processors throw when they are told to. */
const throwing = () =>
  blobUrl(
    `const register = registerProcessor;
    globalThis.registerProcessor = (name, Processor) =>
      register(name, class extends Processor {
        constructor(options) {
          super(options);
          this.port.addEventListener('message', ({ data }) => (this.told ||= data === 'throw'));
        }
        process(inputs, outputs) {
          if (this.told) throw new Error('Thrown on purpose.');
          return super.process(inputs, outputs);
        }
      });`,
    source,
  );

const blobUrl = (...text: string[]) =>
  URL.createObjectURL(new Blob(text, { type: 'text/javascript' }));

async function talking(call: LiveCall, line: TestLine): Promise<void> {
  await call.start();
  await reaches(call, 'streaming');
  await line.waitFor({ samples: INPUT_RATE / 4 });
}

/** Resolves when speech flows again, from an engine that took the place of another. */
async function replaced(line: TestLine, engines = 2): Promise<void> {
  await until(() => contexts.length === engines && tracks.length === engines);
  const { totals } = await line.report();
  await line.waitFor({ samples: totals.samples + INPUT_RATE / 2 });
}

/** Hangs up, and holds the ledger against what the server heard: nothing but the gap is missing, all is in order. */
async function expectExact(
  call: LiveCall,
  line: TestLine,
  engines = 2,
  repairs = 0,
): Promise<void> {
  await call.stop();
  await line.waitFor({ closed: 1 });
  const { captured, held, queued, sent, drops } = call.ledger;
  const { gap } = drops;
  expect({ held, queued }).to.deep.equal({ held: 0, queued: 0 });
  expect(drops).to.deep.equal({ overflow: 0, gap, stopped: 0, failed: 0 });
  expect(captured).to.equal(sent + gap);
  const pcm = await line.pcm();
  expect(pcm.length, 'heard by the server').to.equal(sent);
  // The signal begins anew where another engine begins, and again where its microphone was opened anew.
  const { breaks } = analyse(pcm, INPUT_RATE);
  expect(breaks.length).to.be.at.most(2 * (engines - 1) + repairs);
  const { received, played, flushed, queued: waiting } = call.ledger.playback;
  expect(received).to.equal(played + flushed + waiting);
  expect(call.metrics.reconnects).to.equal(0);
  expect(live()).to.deep.equal(nothingLive);
  call.remove();
}

beforeEach(() => {
  contexts = [];
  onopened = () => {};
  tracks = [];
  const named = (nodes = new Map());
  heldMeanwhile = [];
  const made = contexts;
  const given = tracks;
  globalThis.AudioContext = class extends signalContext(48_000) {
    constructor(options?: AudioContextOptions) {
      super(options);
      made.push(this);
      onopened(this);
    }
  };
  globalThis.AudioWorkletNode = class extends RealNode {
    constructor(context: BaseAudioContext, name: string, options?: AudioWorkletNodeOptions) {
      super(context, name, options);
      named.set(name, this);
    }
  };
  mediaDevices.getUserMedia = async (constraints) => {
    heldMeanwhile.push(given.at(-1) && given.at(-1)?.readyState === 'live');
    const stream = await getUserMedia(constraints);
    given.push(...stream.getTracks());
    return stream;
  };
});

afterEach(() => {
  globalThis.AudioContext = RealContext;
  globalThis.AudioWorkletNode = RealNode;
  mediaDevices.getUserMedia = getUserMedia;
});

describe('an audio engine that breaks', () => {
  it('C2 with a clock that stands still is replaced, and the gap is counted', async () => {
    const { call, line } = await callOn();
    await talking(call, line);
    const states: string[] = [];
    call.addEventListener('statechange', ({ state }) => states.push(state));
    let told = 0;
    call.addEventListener('audioloss', ({ samples, reason, ledger }) => {
      expect(reason).to.equal('gap');
      const { captured, held, queued, sent, dropped } = ledger;
      expect(captured).to.equal(held + queued + sent + dropped);
      told += samples;
    });
    freezeClock();
    await replaced(line);
    expect(states).to.deep.equal([]);
    expect(heldMeanwhile, 'no browser asks the caller twice').to.deep.equal([undefined, true]);
    expect(live()).to.deep.equal({ contexts: 1, tracks: 1, sockets: 1 });
    expect(call.ledger.drops.gap).to.be.greaterThan(0);
    await expectExact(call, line);
    expect(told).to.equal(call.ledger.drops.gap);
  });

  it('C2 with a thread that hangs is replaced, and the gap is counted', async () => {
    const { call, line } = await callOn();
    await talking(call, line);
    await hang(contexts[0]!, 4000);
    await replaced(line);
    expect(call.ledger.drops.gap).to.be.greaterThan(INPUT_RATE);
    await expectExact(call, line);
  });

  it('C13 since the page has closed it is replaced, and the gap is counted', async () => {
    const { call, line } = await callOn();
    await talking(call, line);
    await contexts[0]!.close();
    await replaced(line);
    await expectExact(call, line);
    expect(call.ledger.drops.gap).to.be.greaterThan(0);
  });

  it('C2 while the call connects is replaced, too, and what was said before goes out first', async () => {
    const { call, line } = await callOn({ setupDelay: 4000 });
    const started = call.start();
    await until(() => call.ledger.held > INPUT_RATE);
    freezeClock();
    await started;
    await replaced(line);
    await expectExact(call, line);
  });

  it('C13 A1 fails with mic-denied when the page closes it and the caller then refuses', async () => {
    let refuse = () => {};
    mediaDevices.getUserMedia = () =>
      new Promise((_, reject) => (refuse = () => reject(new DOMException('', 'NotAllowedError'))));
    const { call } = await callOn();
    const started = call.start().catch((reason: unknown) => reason);
    await contexts[0]!.close();
    refuse();
    expect(await started).to.include({ code: 'mic-denied' });
    expect(live()).to.deep.equal(nothingLive);
    call.remove();
  });

  it('delays the end of the call by a second at most when it does not close', async () => {
    const { call, line } = await callOn();
    await talking(call, line);
    const [context] = contexts;
    context!.close = () => new Promise(() => {});
    const ended = next(call, 'callend');
    await call.stop();
    await ended;
    expect(call.state).to.equal('idle');
    await RealContext.prototype.close.call(context);
    call.remove();
  });

  it('C2 leaves the unplayed voice to the next engine', async () => {
    const { call, line } = await callOn({ pace: 0 });
    await talking(call, line);
    call.micMuted = true;
    await line.waitFor({ streamEnds: 1 });
    await line.do({ say: 2 });
    await until(() => call.ledger.playback.played > 0);
    await contexts[0]!.close();
    await until(() => contexts.length === 2);
    const { played } = call.ledger.playback;
    expect(played).to.be.lessThan(2 * VOICE_RATE);
    await until(() => call.ledger.playback.played === 2 * VOICE_RATE);
    expect(call.ledger.playback.flushed).to.equal(0);
    expect(call.ledger.drops.gap, 'nothing is missed while muted').to.equal(0);
    await expectExact(call, line);
  });

  it('C5 in the tape that throws once goes on with the same tape, and is replaced when it throws again', async () => {
    const { call, line } = await callOn();
    call.workletUrl = throwing();
    await talking(call, line);
    const [first] = [nodes.get('live-call-tape')!];
    first.port.postMessage('throw');
    await until(() => nodes.get('live-call-tape') !== first);
    const { totals } = await line.report();
    await line.waitFor({ samples: totals.samples + INPUT_RATE / 2 });
    expect(contexts).to.have.length(1);
    nodes.get('live-call-tape')!.port.postMessage('throw');
    await replaced(line);
    // The repair is a break of its own.
    await expectExact(call, line, 2, 1);
  });

  for (const name of ['capture', 'playback']) {
    it(`C5 in the ${name} that throws is replaced`, async () => {
      const { call, line } = await callOn();
      call.workletUrl = throwing();
      await talking(call, line);
      nodes.get(`live-call-${name}`)!.port.postMessage('throw');
      await replaced(line);
      await expectExact(call, line);
    });
  }

  it('B7 since its speaker is gone is replaced, and the voice goes on from the default one', async () => {
    const { call, line } = await callOn({ pace: 0 });
    const asked: string[] = [];
    await talking(call, line);
    const wanted = (context: AudioContext & { setSinkId?(id: string): Promise<void> }) =>
      (context.setSinkId = (id) => {
        asked.push(id);
        return id && contexts.length > 1 ? Promise.reject(new Error('gone')) : Promise.resolve();
      });
    wanted(contexts[0]!);
    onopened = wanted;
    call.speakerId = 'headset';
    await call.updateComplete;
    call.micMuted = true;
    await line.waitFor({ streamEnds: 1 });
    await line.do({ say: 2 });
    await until(() => call.ledger.playback.played > 0);
    contexts[0]!.dispatchEvent(new Event('error'));
    await contexts[0]!.suspend();
    await until(() => call.ledger.playback.played === 2 * VOICE_RATE);
    expect(asked).to.deep.equal(['headset', 'headset', '']);
    expect(contexts).to.have.length(2);
    await expectExact(call, line);
  });

  it('C2 C13 for the third time in a minute ends the call as audio-failed, and the gap is counted', async () => {
    const { call, line } = await callOn();
    await talking(call, line);
    for (const engines of [2, 3]) {
      void contexts.at(-1)!.close();
      await replaced(line, engines);
    }
    const { gap } = call.ledger.drops;
    const ended = next(call, 'callend');
    await hang(contexts.at(-1)!, 4000);
    await ended;
    expect(call.error?.code).to.equal('audio-failed');
    expect(call.error?.detail).to.equal('the audio clock stands still');
    expect(live()).to.deep.equal(nothingLive);
    const { captured, sent, dropped, drops } = call.ledger;
    expect(drops.gap).to.be.greaterThan(gap + INPUT_RATE);
    expect(captured).to.equal(sent + dropped);
    await line.waitFor({ closed: 1 });
    expect((await line.pcm()).length).to.equal(sent);
    call.remove();
  });

  it('C13 leaves nothing behind when the caller hangs up meanwhile', async () => {
    const { call, line } = await callOn();
    await talking(call, line);
    void contexts[0]!.close();
    await until(() => contexts.length === 2);
    await call.stop();
    expect(live()).to.deep.equal(nothingLive);
    call.remove();
  });
});

describe('a call that ends while no audio runs', () => {
  /** Hangs up after so much that nothing heard, and finds it counted. */
  async function expectGap(call: LiveCall, line: TestLine, seconds: number) {
    const began = performance.now();
    await until(() => performance.now() - began > seconds * 1000);
    await call.stop();
    const { captured, sent, dropped, drops } = call.ledger;
    expect(drops.gap).to.be.within(0.9 * seconds * INPUT_RATE, (seconds + 2) * INPUT_RATE);
    expect(captured).to.equal(sent + dropped);
    expect(live()).to.deep.equal(nothingLive);
    await line.waitFor({ closed: 1 });
    expect((await line.pcm()).length).to.equal(sent);
    call.remove();
  }

  it('C1 counts the time that the system suspended the audio', async () => {
    const { call, line } = await callOn();
    await talking(call, line);
    await hold(contexts[0]!);
    await expectGap(call, line, 1);
  });

  it('C2 counts the time that the audio thread hung', async () => {
    const { call, line } = await callOn();
    await talking(call, line);
    await hang(contexts[0]!, 2500);
    await expectGap(call, line, 1);
  });

  it('C13 counts the time that the next engine waited', async () => {
    const { call, line } = await callOn();
    await talking(call, line);
    onopened = (context) => {
      context.resume = () => new Promise<void>(() => {});
      void context.suspend();
    };
    await contexts[0]!.close();
    await expectGap(call, line, 1);
  });

  it('C6 counts the time without an engine, where the browser opens no other', async () => {
    const { call, line } = await callOn();
    await talking(call, line);
    const ended = next(call, 'callend');
    await hang(contexts[0]!, 3000);
    globalThis.AudioContext = class {
      constructor() {
        throw new Error('too many');
      }
    } as never;
    await ended;
    expect(call.error?.code).to.equal('audio-failed');
    expect(call.ledger.drops.gap).to.be.greaterThan(INPUT_RATE);
    expect(live()).to.deep.equal(nothingLive);
    await line.waitFor({ closed: 1 });
    call.remove();
  });
});

describe('an audio engine that the system suspends', () => {
  for (const muted of [false, true]) {
    const what = muted ? 'muted then, and not before' : 'not muted then, and muted only later';
    it(`C1 counts the time as missed: ${what}`, async () => {
      const { call, line } = await callOn();
      await talking(call, line);
      call.micMuted = muted;
      if (muted) await line.waitFor({ streamEnds: 1 });
      const release = await hold(contexts[0]!);
      const held = performance.now();
      await until(() => performance.now() - held > 1000);
      call.micMuted = !muted;
      await release();
      call.micMuted = false;
      const { totals } = await line.report();
      await line.waitFor({ samples: totals.samples + INPUT_RATE / 2 });
      const { gap } = call.ledger.drops;
      if (muted) expect(gap).to.be.lessThan(0.5 * INPUT_RATE);
      else expect(gap).to.be.within(0.9 * INPUT_RATE, 2 * INPUT_RATE);
      await call.stop();
      call.remove();
    });
  }

  it('C1 resumes, and counts the time in between', async () => {
    const { call, line } = await callOn();
    await talking(call, line);
    const release = await hold(contexts[0]!);
    const held = performance.now();
    await until(() => performance.now() - held > 500);
    expect(call.ledger.drops.gap).to.equal(0);
    await release();
    await until(() => call.ledger.drops.gap >= INPUT_RATE / 4);
    await expectExact(call, line, 1, 1);
    expect(contexts).to.have.length(1);
  });

  it('A13 shows on the card that it waits for a click, muted or not', async () => {
    const { call, line } = await callOn();
    await talking(call, line);
    const hint = () => call.shadowRoot?.querySelector('[part=hint]')?.textContent ?? '';
    const context = contexts[0]!;
    const { resume } = context;
    context.resume = () => new Promise<void>(() => {});
    await context.suspend();
    await until(() => hint().includes('Tap anywhere'));
    call.micMuted = true;
    await call.updateComplete;
    expect(hint()).to.include('Tap anywhere');
    call.micMuted = false;
    context.resume = resume;
    document.body.dispatchEvent(new Event('keydown', { bubbles: true }));
    await until(() => hint() === '');
    await until(() => call.ledger.drops.gap >= INPUT_RATE / 2);
    await expectExact(call, line, 1, 1);
  });
});

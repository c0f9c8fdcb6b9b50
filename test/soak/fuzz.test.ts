import { expect } from '@open-wc/testing';
import * as fc from 'fast-check';
import type { ToolCallEvent } from '../../src/call/events.js';
import { dialling } from '../gemini/dialling.js';
import { callOn, next } from '../helpers/call.js';
import { controllerOn, FakeHost, ownPage } from '../helpers/fake-world.js';
import type { TestLine } from '../helpers/line.js';
import { withSilence } from '../helpers/signal-microphone.js';
import { end, voice } from '../gemini/calling.js';
import { restore, StubSocket, substitute } from '../gemini/stub-socket.js';
import { openEngine, type Engine } from './engine.js';
import { Live } from './live.js';
import { amount, seed, seeded } from './plan.js';
import { spoiltFrame, spoiltText } from './spoilt-frames.js';
import { holdTime, settle, type HeldTime } from './time.js';

/** A good piece of the voice, in samples. */
const PIECE = Array.from({ length: 480 }, (_, i) => i);

const asText = (frame: object) => JSON.stringify(frame);

/** Messages that a page would find on its console. */
const complaints: string[] = [];
const onerror = ({ message }: ErrorEvent) => void complaints.push(message);
const onrejection = ({ reason }: PromiseRejectionEvent) => void complaints.push(String(reason));

/** A call over a socket that the test writes into: our session on the SDK, our audio without a browser. */
function stubbedCall(time: HeldTime) {
  ownPage();
  let engine: Engine | undefined;
  const silence = (block: Float32Array) => block.fill(0);
  let heard: Int16Array | undefined;
  const openAudio = openEngine(16_000, silence, new Live(), (made) => {
    engine = made;
    engine.onvoice = (samples) => (heard = samples);
  });
  const openSession = dialling({ tokenProvider: async () => 'auth_tokens/abc' });
  const host = new FakeHost();
  const call = controllerOn(host, { openAudio, openSession });
  host.addEventListener('toolcall', (event) => {
    if (Object.hasOwn((event as ToolCallEvent).args, '__proto__')) complaints.push('__proto__');
  });
  call.registerTool({
    name: 'look',
    execute: () => {
      throw new Error('nothing to see');
    },
  });
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= 100) {
      engine?.run(0.1);
      engine?.deliver();
      time.pass(100);
      await settle();
    }
  };
  return {
    call,
    pass,
    /** The newest piece of the voice. */
    heard: () => [...(heard ?? [])],
    /** Answers as a server does, until the call is on; starts it if it is over. */
    async connect() {
      if (call.state === 'idle') call.start().catch(() => {});
      while (call.state !== 'ready' && call.state !== 'streaming') {
        engine?.grant();
        await pass(100);
        const socket = StubSocket.last;
        if (socket?.readyState === 0) socket.open();
        await settle();
        if (socket?.readyState === 1) socket.receive('{"setupComplete": {}}');
        await settle();
      }
    },
  };
}

/**
 * Resolves when the call of a function is answered. Few of so many are run, and told by an event, but each
 * has an answer: see src/call/call-limit.ts.
 */
async function answered(line: TestLine, id: string): Promise<void> {
  for (let written = 0; ; written += 1) {
    const { connections, totals } = await line.waitFor({ written });
    if (JSON.stringify(connections).includes(`"id":"${id}"`)) return;
    written = totals.written;
  }
}

describe('a spoilt server frame', () => {
  const inherited = Reflect.ownKeys(Object.prototype);
  before(() => {
    addEventListener('error', onerror);
    addEventListener('unhandledrejection', onrejection);
  });
  after(() => {
    removeEventListener('error', onerror);
    removeEventListener('unhandledrejection', onrejection);
  });
  const expectNoHarm = () => {
    expect(complaints.splice(0)).to.deep.equal([]);
    expect(Reflect.ownKeys(Object.prototype)).to.deep.equal(inherited);
  };

  it(`F2 does no harm: the account balances, and the next good one is understood ${seeded}`, async function () {
    this.timeout(amount(60_000, 1_800_000));
    const time = holdTime();
    substitute();
    try {
      const { call, pass, connect, heard } = stubbedCall(time);
      const understood = async (frames: readonly (string | ArrayBuffer)[]) => {
        await connect();
        const socket = StubSocket.last;
        for (const frame of frames) {
          socket.receive(frame);
          await settle();
          expectNoHarm();
        }
        // One that says goAway is left at the end of the turn, or by the clock.
        socket.receive(asText(end));
        await pass(100);
        await connect();
        const good = StubSocket.last;
        // The speaker tells of all that it got by then.
        good.receive(asText({ serverContent: { interrupted: true, turnComplete: true } }));
        const { received } = call.ledger.playback;
        good.receive(asText(voice(PIECE)));
        // It tells every tenth of a second, which may begin anywhere.
        await pass(200);
        const { playback } = call.ledger;
        expect(heard(), 'understood').to.deep.equal(PIECE);
        expect(playback.received - received).to.equal(PIECE.length);
        expect(playback.played + playback.flushed + playback.queued).to.equal(playback.received);
        // Each only once: a socket may live through all of the runs.
        for (const { sent } of [socket, good]) sent.splice(0).forEach((text) => JSON.parse(text));
        expectNoHarm();
      };
      const several = fc.array(spoiltFrame, { minLength: 1, maxLength: 4 });
      await fc.assert(fc.asyncProperty(several, understood), {
        seed,
        numRuns: amount(200, 4000),
        includeErrorInReport: true,
      });
      await Promise.all([call.stop(), pass(1000)]);
    } finally {
      restore();
      time.release();
      ownPage();
    }
  });

  it(`F2 does no harm to the element, either ${seeded}`, async function () {
    this.timeout(amount(60_000, 600_000));
    const { call, line } = await callOn();
    await withSilence(() => call.start());
    const texts = fc.sample(spoiltText(false), { seed, numRuns: amount(100, 2000) });
    for (let from = 0; from < texts.length; from += 20) {
      const id = `mark ${from}`;
      const mark = { toolCall: { functionCalls: [{ id, name: 'mark' }] } };
      const frames = [...texts.slice(from, from + 20), ...[end, voice(PIECE), mark].map(asText)];
      await line.do({ frames });
      await answered(line, id);
      expectNoHarm();
    }
    const ended = next(call, 'callend');
    await call.stop();
    const { playback, captured, sent, dropped } = (await ended).ledger;
    const batches = Math.ceil(texts.length / 20);
    expect(playback.received).to.be.at.least(batches * PIECE.length);
    expect(playback.played + playback.flushed).to.equal(playback.received);
    expect(sent + dropped).to.equal(captured);
    expect((await line.report()).connections, 'held throughout').to.have.length(1);
    call.remove();
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { testTone } from '../../src/testing/emulator/test-tone.js';
import { encodePcm16 } from '../../src/audio/dsp/pcm.js';
import { INPUT_RATE } from '../../src/call/ports/format.js';
import { dialling } from '../gemini/dialling.js';
import { convert } from '../helpers/convert.js';
import { controllerOn, FakeHost } from '../helpers/fake-world.js';
import { TRI, triangle } from '../helpers/position-code.js';
import { openEngine, type Engine } from './engine.js';
import { Exchange } from './exchange.js';
import { Live } from './live.js';
import { actAsWindow } from './node-window.js';
import { amount } from './plan.js';
import { holdTime, settle } from './time.js';

/** Length of the call, and the time from one goAway to the next, in seconds. */
const SECONDS = amount(300, 3600);
const BETWEEN = amount(120, 500);
const GO_AWAYS = Math.floor(SECONDS / BETWEEN);
/** The model says this much, in seconds, every so many. */
const ANSWER = 2;
const PAUSE = 20;

const RATE = 48_000;
/** Half the length of the resampler's filter, in samples at 16 kHz. */
const FILTER = 32;
/** Milliseconds in which time passes at a time. */
const STEP = 100;
/** By how many bytes the heap may have grown from a fifth of the call to its end. */
const GROWTH = 2 ** 20;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** One period of the position code as the microphone hears it, and all that the server shall hear of it. */
const code = triangle(TRI.period, RATE);
const PERIOD = TRI.period * INPUT_RATE;
const expected = (() => {
  const floats = convert(
    Float32Array.from({ length: 4 * code.length }, (_, i) => code[i % code.length]!),
    RATE,
    INPUT_RATE,
  );
  const samples = new Int16Array(floats.length);
  encodePcm16(floats, samples, floats.length);
  return samples;
})();

/** The sample at this position; but for the first ones, before which nothing was, they come again and again. */
const expectedAt = (position: number) =>
  expected[position < PERIOD ? position : PERIOD + (position % PERIOD)];

/** Follows what arrives, sample by sample. */
class Listener {
  /** Where each connection begins, but for whole periods, and what came over it, in samples. */
  readonly connections: { begin: number; samples: number }[] = [];
  /** Positions of samples that are not as they should be. */
  readonly wrong: number[] = [];

  take(connection: number, samples: Int16Array): void {
    const heard = (this.connections[connection] ??= { begin: this.#find(samples), samples: 0 });
    for (let i = 0; i < samples.length; i++) {
      const position = heard.begin + heard.samples + i;
      if (samples[i] !== expectedAt(position)) this.wrong.push(position);
    }
    heard.samples += samples.length;
  }

  /** Where the code has these samples: the last such place before the next sample that is due, by whole periods. */
  #find(samples: Int16Array): number {
    const { begin, samples: before } = this.connections.at(-1) ?? { begin: 0, samples: 0 };
    const isHere = (at: number) => samples.every((sample, i) => sample === expectedAt(at + i));
    let at = begin + before;
    while (at > 0 && !isHere(at)) at--;
    return at;
  }

  /** Where the speech ends that has arrived, given how much of it each connection got again. */
  end(again: readonly number[]): number {
    let end = 0;
    for (const [i, { begin, samples }] of this.connections.entries()) {
      const begins = end - again[i]!;
      assert.equal(
        Math.abs(begins - begin) % PERIOD,
        0,
        `connection ${i} does not begin at ${begins}`,
      );
      end = begins + samples;
    }
    return end;
  }
}

describe('a long call', () => {
  it(`G13 hands over ${GO_AWAYS} times in ${SECONDS / 60} minutes, with nothing lost and no more held than at first`, async () => {
    const time = holdTime();
    const exchange = new Exchange(time.clock);
    const listener = new Listener();
    exchange.onheard = (connection, samples) => listener.take(connection, samples);
    actAsWindow(exchange.WebSocket);

    let engine: Engine | undefined;
    const openAudio = openEngine(
      RATE,
      (block, position) => {
        for (let i = 0; i < block.length; i++) block[i] = code[(position + i) % code.length]!;
      },
      new Live(),
      (made) => (engine = made),
    );
    const openSession = dialling({ tokenProvider: async () => 'auth_tokens/abc' });
    const host = new FakeHost();
    const call = controllerOn(host, { openAudio, openSession, whenBusy: 'refuse' });
    const pass = async (ms: number) => {
      for (let at = 0; at < ms; at += STEP) {
        engine?.run(STEP / 1000);
        engine?.deliver();
        time.pass(STEP);
        await settle();
      }
    };

    /** Sent again in all, by the end of each connection. */
    const resent = [0];
    host.addEventListener('statechange', () => {
      if (call.state === 'connecting' && call.ledger.sent > 0) resent.push(call.ledger.resent);
    });
    const started = call.start();
    engine?.grant();
    // While the time is held nothing else keeps Node alive.
    await Promise.all([started, pass(1000)]);
    let early = NaN;
    const heap = () => {
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    for (let second = 1; second <= SECONDS; second++) {
      if (second % BETWEEN === 0) exchange.peer.goAway('50s');
      if (second % PAUSE === 0) exchange.peer.say(testTone(ANSWER));
      if (second === SECONDS / 5) early = heap();
      await pass(1000);
    }
    await pass(1000 * PAUSE);
    const growth = heap() - early;
    await Promise.all([call.stop(), pass(1000)]);
    time.release();

    const { captured, sent, dropped, playback } = call.ledger;
    resent.push(call.ledger.resent);
    const heard = listener.connections.reduce((sum, { samples }) => sum + samples, 0);
    assert.equal(engine && Math.ceil(engine.recorded / 3), captured);
    assert.deepEqual(
      { sent, dropped, heard },
      { sent: captured, dropped: 0, heard: sent + call.ledger.resent },
    );
    const again = resent.slice(1).map((sum, i) => sum - resent[i]!);
    assert.equal(listener.end(again), captured);
    // At the very end the filter hears silence after the code.
    assert.ok(listener.wrong.length < FILTER, `${listener.wrong.length} samples are wrong`);
    assert.equal(call.metrics.reconnects, GO_AWAYS);
    const { received, played, flushed, queued } = playback;
    assert.deepEqual({ received, queued }, { received: exchange.said, queued: 0 });
    assert.equal(played + flushed, received);
    // A caller who never pauses breaks in now and then.
    assert.ok(flushed < received / 10, `${flushed} of ${received} were flushed`);
    assert.deepEqual(exchange.protocolErrors, []);
    assert.ok(growth < GROWTH, `the heap has grown by ${growth} bytes`);
  });
});

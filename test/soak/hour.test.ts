import { expect } from '@open-wc/testing';
import { INPUT_RATE } from '../../src/call/ports.js';
import { ModelCall } from './model-call.js';
import { amount } from './plan.js';
import { holdTime } from './time.js';

const MINUTE = 60_000;

/** How long the call lasts, in minutes, and how often its server goes away. */
const { minutes, goAways } = amount({ minutes: 4, goAways: 1 }, { minutes: 60, goAways: 7 });

/** The model's voice comes at this rate, in Hz. */
const VOICE_RATE = 24_000;

/** What may still be on its way when a handle comes, and goes out again after each hand-over, in samples. */
const SENT_AGAIN = INPUT_RATE / 2;

/** More than a leak of one object a chunk would come to, and less than the noise of a collector, in bytes. */
const SLACK = 10 * 2 ** 20;

/** The heap of the page in bytes; Chromium alone tells it. */
function heap(): number {
  return (performance as { memory?: { usedJSHeapSize: number } }).memory?.usedJSHeapSize ?? 0;
}

/** Every ten seconds the model says something for two, in pieces, and gives a handle when it is done. */
async function talk(model: ModelCall, ms: number): Promise<void> {
  const { server } = model;
  for (let left = ms; left > 0; left -= 10_000) {
    await model.pass(6000);
    for (let piece = 0; piece < 8; piece++) {
      server.listener?.frame();
      server.listener?.audio(new Int16Array(VOICE_RATE / 4).fill(piece), VOICE_RATE);
      server.listener?.transcribed('model', 'One word. ');
      await model.pass(250);
    }
    server.listener?.turnComplete();
    server.offerHandle();
    await model.pass(700);
    // Where the server was to be left, it is dialled again by now.
    server.complete();
    await model.pass(1300);
    model.check();
  }
}

describe(`a call of ${minutes} minutes, compressed`, () => {
  it(`G13 E12 outlives ${goAways} servers that go away with not one sample dropped, and keeps nothing of what is past`, async function () {
    this.timeout(900_000);
    const time = holdTime();
    try {
      const model = new ModelCall({ maxHold: 30, resend: 'handle', muted: false }, time);
      model.start();
      model.engine?.grant();
      model.server.complete();
      await model.pass(100);
      const heaps: number[] = [];
      const part = (minutes * MINUTE) / (goAways + 1);
      for (let left = goAways; left >= 0; left--) {
        await talk(model, part);
        heaps.push(heap());
        if (left > 0) model.server.listener?.goAway(50);
      }
      const { ledger, metrics } = model.call;
      const samples = (minutes * MINUTE * INPUT_RATE) / 1000;
      expect(metrics.reconnects).to.equal(goAways);
      expect(ledger.captured).to.be.within(samples, samples + INPUT_RATE * (goAways + 1) * 10);
      expect(ledger.dropped).to.equal(0);
      expect(ledger.resent).to.be.within(goAways * 320, goAways * (SENT_AGAIN + 320));
      await model.end();
      const { captured, sent, atRisk, playback } = model.call.ledger;
      expect(sent).to.equal(captured);
      expect(atRisk).to.be.below(INPUT_RATE * 10);
      expect(playback.played).to.equal(playback.received);
      expect(playback.received).to.be.at.least((minutes * 6 * 2 - 2) * VOICE_RATE);
      const [, first = 0] = heaps;
      expect((heaps.at(-1) ?? 0) - first, 'the heap grew by').to.be.below(SLACK);
    } finally {
      time.release();
    }
  });
});

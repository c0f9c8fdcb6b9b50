import { expect } from '@open-wc/testing';
import { CHUNK, INPUT_RATE } from '../src/call/ports/format.js';
import type { LineReport } from '../src/testing/emulator/report.js';
import type { Action } from '../src/testing/emulator/action.js';
import { callOn, next, reaches, until } from './helpers/call.js';
import type { TestLine } from './helpers/line.js';
import { expectNothingLost } from './helpers/nothing-lost.js';
import { withSignal, withSilence } from './helpers/signal-microphone.js';

/** The page does nothing else for so long, in ms. */
const BLOCKED_MS = 600;
/** The model speaks at this rate, in Hz. */
const RATE = 24_000;

/** Asks the emulator from within this very task: nothing else of the page runs before the answer is here. */
function ask(method: string, line: TestLine, path: string, body?: Action): string {
  const request = new XMLHttpRequest();
  request.open(method, new URL(`/lines/${line.id}${path}`, line.baseUrl), false);
  request.send(body && JSON.stringify(body));
  return request.responseText;
}

/** Samples that the emulator has heard by now. */
const heardBy = (line: TestLine) => (JSON.parse(ask('GET', line, '')) as LineReport).totals.samples;

function block(): void {
  const end = performance.now() + BLOCKED_MS;
  while (performance.now() < end);
}

describe('a page that does nothing else for 600 ms', () => {
  before(function () {
    // Where the conversation runs in the page, it stands still with it.
    if (!('conversationInPage' in globalThis)) return;
    this.skip();
  });

  it('C14 does not hold up the speech of a call: the server hears it before the page goes on', async () => {
    const { call, line } = await callOn();
    await withSignal(48_000, () => call.start());
    await reaches(call, 'streaming');
    expect(call.diagnostics().conversation).to.equal('worker');
    const before = heardBy(line);
    block();
    const meanwhile = heardBy(line) - before;
    expect(meanwhile / CHUNK, 'chunks').to.be.at.least(BLOCKED_MS / 20 / 2);
    const { sent } = call.ledger;
    expect(sent, 'the page has not heard of it').to.be.at.most(before + CHUNK);
    await line.waitFor({ samples: 2 * INPUT_RATE });
    await expectNothingLost(call, line);
    call.remove();
  });

  it('C14 does not hold up an interruption: the voice is silent before the page goes on', async () => {
    const { call, line } = await callOn({ pace: 0 });
    await withSilence(() => call.start());
    await line.do({ say: 5 });
    await until(() => call.ledger.playback.played > RATE / 2);
    const { played } = call.ledger.playback;
    ask('POST', line, '/do', { frames: [{ serverContent: { interrupted: true } }] });
    block();
    await until(() => call.ledger.playback.queued === 0);
    const { flushed, played: after, received } = call.ledger.playback;
    expect(flushed).to.equal(received - after);
    // A report may be a tenth of a second old.
    expect(after - played, 'samples that sounded on').to.be.below((BLOCKED_MS / 1000) * RATE * 0.7);
    await call.stop();
    await line.close();
    call.remove();
  });
});

describe('the conversation', () => {
  const RealWorker = globalThis.Worker;
  afterEach(() => {
    globalThis.Worker = RealWorker;
  });

  const refusals: Record<string, () => unknown> = {
    'there are no Workers': () => undefined,
    'the page forbids them': () =>
      class {
        constructor() {
          throw new DOMException('no', 'SecurityError');
        }
      },
    'they do not load': () =>
      class extends RealWorker {
        constructor() {
          super('/nowhere.js');
        }
      },
    'they say nothing': () =>
      class extends RealWorker {
        constructor() {
          super(URL.createObjectURL(new Blob([''])));
        }
      },
    'what they run is spoilt': () =>
      class extends RealWorker {
        constructor() {
          super(URL.createObjectURL(new Blob(['onmessage = () => nobody.knows();'])));
        }
      },
  };
  for (const [why, refused] of Object.entries(refusals)) {
    it(`C15 runs in the page where ${why}, and nothing is lost`, async () => {
      Object.assign(globalThis, { Worker: refused() });
      const { call, line } = await callOn();
      await withSignal(48_000, () => call.start());
      expect(call.diagnostics().conversation).to.equal('page');
      await line.waitFor({ samples: INPUT_RATE });
      await expectNothingLost(call, line);
      call.remove();
    });
  }

  it('C15 ends the call with everything counted when its Worker fails', async function () {
    if ('conversationInPage' in globalThis) this.skip();
    const workers: Worker[] = [];
    globalThis.Worker = new Proxy(RealWorker, {
      construct(target, [url]: [string]) {
        workers.push(new target(url));
        return workers[0]!;
      },
    });
    const { call, line } = await callOn();
    await withSignal(48_000, () => call.start());
    await reaches(call, 'streaming');
    const ended = next(call, 'callend');
    workers[0]!.dispatchEvent(
      new ErrorEvent('error', { message: 'out of memory', cancelable: true }),
    );
    const { ledger } = await ended;
    expect(call.error).to.include({ code: 'internal', detail: 'Worker: out of memory' });
    expect(ledger.captured).to.equal(ledger.sent + ledger.dropped);
    await line.close();
    call.remove();
  });
});

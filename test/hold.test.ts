import { expect } from '@open-wc/testing';
import type { LiveCall } from '../src/element.js';
import { INPUT_RATE } from '../src/call/ports/format.js';
import { callOn, reaches, until } from './helpers/call.js';
import type { LineReport, Script, TestLine } from './helpers/line.js';
import { analyse } from './helpers/position-code.js';
import { comeback } from './helpers/reconnecting.js';
import { live, nothingLive } from './helpers/resources.js';
import { withSignal } from './helpers/signal-microphone.js';

/** Samples that are recorded from before a press, and at least so many from after it. */
const BEFORE = 0.3 * INPUT_RATE;
const AFTER = 0.15 * INPUT_RATE;

/** A call in which the caller holds to talk, and hears the position code all the time. */
async function holding(script: Script = {}) {
  const { call, line } = await callOn(script);
  call.talk = 'hold';
  await withSignal(48_000, () => call.start());
  return { call, line };
}

/** Lets time pass by the clock of the audio: so much is recorded meanwhile, were it recorded. */
const pass = (ms: number) => {
  const before = performance.now();
  return until(() => performance.now() - before > ms);
};

/** Presses until so many samples are captured in all, and lets go; resolves when the line has the end. */
async function press(call: LiveCall, line: TestLine, until_: number, ends: number): Promise<void> {
  call.holding = true;
  await until(() => call.ledger.captured >= until_);
  call.holding = false;
  await line.waitFor({ markedEnds: ends });
}

const marks = ({ connections }: LineReport) =>
  connections.map((connection) => connection.marks.map(({ type }) => type));

/** Each connection that the server did not lose has as many ends as beginnings, one after the other, and nothing astray. */
function expectBalanced({ connections }: LineReport): void {
  for (const { marks: all, protocolErrors } of connections) {
    expect(protocolErrors).to.deep.equal([]);
    const types = all.map(({ type }) => type);
    expect(types).to.deep.equal(types.map((_, i) => (i % 2 === 0 ? 'start' : 'end')));
  }
}

function expectExact(call: LiveCall, pcm: Int16Array): void {
  const { captured, sent, held, queued, dropped } = call.ledger;
  expect({ held, queued, dropped }).to.deep.equal({ held: 0, queued: 0, dropped: 0 });
  expect(sent).to.equal(captured);
  expect(pcm.length).to.equal(sent);
}

describe('a call with talk="hold"', () => {
  it('sends each press whole, from a moment before it, between its marks, and captures nothing else', async () => {
    const { call, line } = await holding();
    await pass(700);
    expect(call.ledger.captured, 'before the first press').to.equal(0);
    expect(call.state).to.equal('ready');
    await press(call, line, INPUT_RATE, 1);
    const first = call.ledger.captured;
    await pass(400);
    expect(call.ledger.captured, 'between the presses').to.equal(first);
    await press(call, line, 2 * INPUT_RATE, 2);
    await call.stop();
    const report = await line.waitFor({ closed: 1 });
    const pcm = await line.pcm();
    expectExact(call, pcm);
    expectBalanced(report);
    expect(report.connections[0]?.marks).to.deep.equal([
      { type: 'start', samples: 0 },
      { type: 'end', samples: first },
      { type: 'start', samples: first },
      { type: 'end', samples: pcm.length },
    ]);
    expect(
      report.totals.streamEnds,
      'ends of the stream, which only a server that finds speech itself knows',
    ).to.equal(0);
    for (const speech of [pcm.subarray(0, first), pcm.subarray(first)]) {
      const { breaks, crossings } = analyse(speech, INPUT_RATE);
      expect(breaks).to.deep.equal([]);
      expect(crossings).to.be.greaterThan(2);
      expect(speech.length).to.be.at.least(BEFORE + AFTER);
    }
    expect(live()).to.deep.equal(nothingLive);
    call.remove();
  });

  it('asks for a model that finds no speech itself, and has the parrot answer when the caller lets go', async () => {
    const { call, line } = await holding({ persona: 'parrot', pace: 0 });
    await press(call, line, INPUT_RATE, 1);
    const report = await line.waitFor({ turns: 1 });
    expect(report.connections[0]?.setup).to.have.deep.property('realtimeInputConfig', {
      automaticActivityDetection: { disabled: true },
    });
    await call.stop();
    call.remove();
  });

  it('interrupts the model with a press', async () => {
    const { call, line } = await holding({ persona: { tone: 20 } });
    call.sendText('Talk.');
    await until(() => call.matches(':state(speaking)'));
    call.holding = true;
    await line.waitFor({ turns: 1 });
    await until(() => !call.matches(':state(speaking)'));
    await call.stop();
    call.remove();
  });

  it('keeps two presses apart that were made while the call connected', async () => {
    const { call, line } = await callOn({ setupDelay: 2500 });
    call.talk = 'hold';
    const ready = withSignal(48_000, () => call.start());
    await until(() => call.metrics.microphone !== undefined);
    call.holding = true;
    await until(() => call.ledger.captured > INPUT_RATE / 2);
    call.holding = false;
    await pass(400);
    const first = call.ledger.captured;
    call.holding = true;
    await until(() => call.ledger.captured > first + INPUT_RATE / 2);
    expect(call.state).to.equal('connecting');
    call.holding = false;
    await ready;
    const report = await line.waitFor({ markedEnds: 2 });
    await call.stop();
    expectExact(call, await line.pcm());
    expect(report.connections[0]?.marks.map(({ samples }) => samples)).to.deep.equal([
      0,
      first,
      first,
      call.ledger.captured,
    ]);
    call.remove();
  });

  it('begins with what was said since a press before the microphone was there', async () => {
    const { call, line } = await callOn();
    call.talk = 'hold';
    const ready = withSignal(48_000, () => call.start());
    call.holding = true;
    await ready;
    await line.waitFor({ samples: INPUT_RATE / 2 });
    await call.stop();
    const report = await line.waitFor({ closed: 1 });
    expect(marks(report), 'hung up while held').to.deep.equal([['start', 'end']]);
    expectExact(call, await line.pcm());
    expect(call.holding).to.equal(false);
    call.remove();
  });

  it('goes on with a press over the next session when one is lost, and marks its beginning there again', async () => {
    const { call, line } = await holding();
    call.holding = true;
    await line.waitFor({ samples: INPUT_RATE });
    const back = comeback(call);
    await line.do({ terminate: true });
    await back;
    await until(() => call.ledger.captured > 3 * INPUT_RATE);
    call.holding = false;
    await line.waitFor({ markedEnds: 1 });
    await call.stop();
    const report = await line.waitFor({ closed: 2 });
    expect(marks(report)).to.deep.equal([['start'], ['start', 'end']]);
    expectBalanced(report);
    const { captured, sent, dropped } = call.ledger;
    expect({ sent, dropped }).to.deep.equal({ sent: captured, dropped: 0 });
    const [before, after] = report.connections;
    const pcm = await line.pcm();
    expect(before!.samples + after!.samples).to.be.at.least(captured);
    expect(analyse(pcm.subarray(before!.samples), INPUT_RATE).breaks).to.deep.equal([]);
    call.remove();
  });

  it('marks the end of a press again over the next session where it may not have arrived', async () => {
    const { call, line } = await holding();
    call.holding = true;
    await line.waitFor({ samples: INPUT_RATE });
    await line.do({ deaf: true });
    call.holding = false;
    await pass(600);
    const { captured } = call.ledger;
    const lost = reaches(call, 'connecting');
    await line.do({ terminate: true });
    await lost;
    await line.waitFor({ markedEnds: 1 });
    await call.stop();
    const report = await line.waitFor({ closed: 2 });
    expect(marks(report)).to.deep.equal([['start'], ['start', 'end']]);
    expectBalanced(report);
    expect(call.ledger.sent).to.equal(captured);
    call.remove();
  });

  it('says that it does not listen until the caller holds', async () => {
    const { call } = await holding();
    const says = () => call.shadowRoot?.querySelector('[part=status]')?.textContent.trim();
    await until(() => says() === 'Hold to talk');
    call.holding = true;
    await until(() => says() === 'The AI is listening');
    call.micMuted = true;
    await until(() => says() === 'You are muted');
    call.micMuted = false;
    call.holding = false;
    await until(() => says() === 'Hold to talk');
    await call.stop();
    call.remove();
  });

  it('records nothing of a press while muted, and stays muted', async () => {
    const { call, line } = await callOn();
    call.talk = 'hold';
    call.micMuted = true;
    await withSignal(48_000, () => call.start());
    call.holding = true;
    await pass(500);
    call.holding = false;
    await pass(300);
    expect(call.micMuted).to.equal(true);
    await call.stop();
    const report = await line.waitFor({ closed: 1 });
    expect(call.ledger.captured).to.equal(0);
    expect(marks(report)).to.deep.equal([[]]);
    call.remove();
  });
});

describe('a call with talk="open"', () => {
  it('takes no notice of a press, and marks nothing', async () => {
    const { call, line } = await callOn();
    await withSignal(48_000, () => call.start());
    call.holding = true;
    await line.waitFor({ samples: INPUT_RATE / 2 });
    call.holding = false;
    await line.waitFor({ samples: INPUT_RATE });
    await call.stop();
    const report = await line.waitFor({ closed: 1 });
    expect(marks(report)).to.deep.equal([[]]);
    expect(report.connections[0]?.setup).not.to.have.property('realtimeInputConfig');
    expectExact(call, await line.pcm());
    call.remove();
  });
});

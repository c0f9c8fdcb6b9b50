import { expect } from '@open-wc/testing';
import { CallErrorEvent } from '../src/call/events.js';
import { CallError, type LiveCall } from '../src/element.js';
import { callOn, next, reaches, until } from './helpers/call.js';

type Line = readonly [name: string, type: string, facts: Record<string, unknown>];

describe('a call that is debugged', () => {
  const { info } = console;
  let lines: Line[];
  beforeEach(() => {
    lines = [];
    console.info = (...line: unknown[]) => void lines.push(line as unknown as Line);
  });
  afterEach(() => {
    console.info = info;
  });

  it('tells the console how it went, from the first state to the account at its end', async () => {
    const { call, line } = await callOn();
    call.setAttribute('debug', '');
    await call.start();
    await reaches(call, 'streaming');
    const lost = reaches(call, 'connecting');
    await line.do({ close: { code: 1011, reason: 'Deadline expired.' } });
    await lost;
    await reaches(call, 'streaming');
    await call.stop();
    expect([...new Set(lines.map(([name]) => name))]).to.deep.equal(['live-call']);
    // A call that has something to send at once may skip the announcement of `ready`.
    const path = lines.flatMap(([, , { state }]) => (state && state !== 'ready' ? [state] : []));
    const again = ['connecting', 'streaming'];
    expect(path).to.deep.equal([...again, ...again, 'idle']);
    const loss = lines.find(([, , { error }]) => error);
    expect(loss?.[2]).to.include({ state: 'connecting', previous: 'streaming' });
    expect(loss?.[2].error).to.include({ code: 'session-failed' });
    expect((loss![2].metrics as LiveCall['metrics']).firstChunk).to.be.above(0);
    const [, last, { reason, ledger, metrics }] = lines.at(-1)!;
    expect({ last, reason }).to.deep.equal({ last: 'callend', reason: 'stopped' });
    expect(ledger).to.deep.equal(call.ledger);
    expect(metrics).to.deep.equal({ ...call.metrics });
    call.remove();
  });

  it('tells nothing that is secret (K4)', async () => {
    const { call } = await callOn();
    call.debug = true;
    call.instructions = 'Do not tell.';
    await call.start();
    await call.stop();
    const cause = new Error('wss://live.example/?access_token=auth_tokens/one');
    call.dispatchEvent(
      new CallErrorEvent(new CallError('internal', { detail: 'auth_tokens/two', cause })),
    );
    expect(lines.at(-1)?.[2].error).to.include({ code: 'internal', detail: '…' });
    const text = JSON.stringify(lines);
    expect(text).to.not.match(/auth_tokens|access_token|Do not tell|\w+:\/\//);
    expect(lines.every((line) => line.every((part) => !(part instanceof Error)))).to.equal(true);
    call.remove();
  });

  it('is silent again without the attribute', async () => {
    const { call } = await callOn();
    call.debug = true;
    call.debug = false;
    await call.start();
    await call.stop();
    expect(lines).to.deep.equal([]);
    call.remove();
  });
});

describe('the diagnostics of a call', () => {
  it('say what a bug report needs, before a call, in it and after it', async () => {
    const { call } = await callOn();
    const manifest = (await (await fetch('/package.json')).json()) as { version: string };
    const before = call.diagnostics();
    expect(before).to.include({
      version: manifest.version,
      userAgent: navigator.userAgent,
      secureContext: true,
      state: 'idle',
      error: undefined,
      audio: undefined,
    });
    await call.start();
    await reaches(call, 'streaming');
    const during = call.diagnostics();
    expect(during.state).to.equal('streaming');
    expect(during.audio?.state).to.equal('running');
    expect(during.audio?.sampleRate).to.be.above(8000);
    expect(during.metrics.firstChunk).to.be.above(0);
    await call.stop();
    const after = call.diagnostics();
    expect(after.audio?.state).to.equal('closed');
    expect(JSON.parse(JSON.stringify(after))).to.deep.include({
      state: 'idle',
      ledger: call.ledger,
      metrics: call.metrics,
    });
    call.remove();
  });

  it('show settings and error without anything that is secret (K4)', async () => {
    const { call } = await callOn();
    call.model = 'gemini-3.8-live';
    call.instructions = 'Do not tell.';
    call.tokenUrl = 'https://me:secret@broker.example/token?key=AIzaSecret#secret';
    call.baseUrl = '/proxy?secret';
    call.tokenProvider = () =>
      Promise.reject(new CallError('token-unavailable', { detail: 'auth_tokens/one' }));
    await call.start().catch(() => {});
    const { error, settings } = call.diagnostics();
    expect(error?.code).to.equal('token-unavailable');
    expect(settings).to.include({
      model: 'gemini-3.8-live',
      tokenUrl: 'https://broker.example/token',
      baseUrl: '/proxy',
      maxHold: 30,
      tokenProvider: true,
    });
    const text = JSON.stringify(call.diagnostics());
    expect(text).to.not.match(/secret"|Secret|auth_tokens|Do not tell/);
    call.remove();
  });

  it('count what was lost', async () => {
    const { call } = await callOn({ hang: 'setup' });
    call.start().catch(() => {});
    await until(() => call.ledger.held > 0);
    const ended = next(call, 'callend');
    await call.stop();
    const { ledger, metrics } = await ended;
    expect(metrics.lost).to.equal(ledger.dropped);
    expect(metrics.lost).to.be.above(0);
    expect(call.metrics).to.include({ lost: ledger.dropped, resent: ledger.resent });
    call.remove();
  });
});

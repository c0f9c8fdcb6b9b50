import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { afterEach, describe, it } from 'node:test';
import type * as testing from '../../src/testing/testing.js';
import { Caller } from './caller.js';

const dist = new URL('../../../dist/testing.js', import.meta.url).href;
const { startEmulator } = (await import(dist)) as typeof testing;

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function start(options?: testing.EmulatorOptions) {
  const emulator = await startEmulator({ pace: 0, ...options });
  open.push(emulator);
  return emulator;
}

/** Asks for a token and answers what a page gets. */
async function ask({ tokenUrl }: testing.Emulator) {
  const answer = await fetch(tokenUrl, { method: 'POST', body: '{}' });
  const body = (await answer.json()) as { token: string };
  return { status: answer.status, body, retryAfter: answer.headers.get('retry-after') };
}

async function dial(emulator: testing.Emulator) {
  const { token } = (await ask(emulator)).body;
  const caller = new Caller(emulator.baseUrl, token);
  open.push(caller);
  return caller;
}

async function call(emulator: testing.Emulator) {
  const caller = await dial(emulator);
  await caller.setUp();
  return caller;
}

describe('live-call/testing', () => {
  it('says the lines of a persona in their order, one for each prompt, and then nothing', async () => {
    const emulator = await start({ persona: ['Good morning!', { say: 'Good bye.' }] });
    const caller = await call(emulator);
    caller.write('Hello?');
    await caller.turns(1);
    assert.equal(caller.words, 'Good morning!');
    caller.speak(0.5);
    await caller.turns(2);
    caller.write('Still there?');
    await emulator.waitFor({ written: 2 });
    assert.equal(caller.words, 'Good morning!Good bye.');
    assert.ok(caller.voice.peak > 3_000, `a peak of ${caller.voice.peak}`);
    assert.ok(caller.voice.length > 24_000, `${caller.voice.length} samples`);
  });

  it('goes on with the lines of a persona on the next connection', async () => {
    const emulator = await start({ persona: ['One.', 'Two.'] });
    const first = await call(emulator);
    first.write('a');
    await first.turns(1);
    first.close();
    await emulator.waitFor({ closed: 1 });
    const second = await call(emulator);
    second.write('b');
    await second.turns(1);
    assert.equal(second.words, 'Two.');
  });

  it('writes down the caller’s words that a persona has for what it heard', async () => {
    const emulator = await start({ persona: [{ heard: 'Where is my order?', say: 'Here.' }] });
    const caller = await call(emulator);
    caller.speak(0.5);
    await caller.turns(1);
    assert.equal(caller.ownWords, 'Where is my order?');
    assert.equal(caller.words, 'Here.');
  });

  it('calls functions after its words, and says the next line when all are answered', async () => {
    const look = { name: 'look', args: { shelf: 3 } };
    const persona = [{ say: 'Let me see.', call: [look, { name: 'count' }] }, 'Two are left.'];
    const emulator = await start({ persona });
    const caller = await call(emulator);
    caller.write('Any mugs?');
    const { toolCall } = await caller.until(({ toolCall }) => toolCall !== undefined);
    const calls = toolCall?.functionCalls ?? [];
    assert.deepEqual(
      calls.map(({ name, args }) => ({ name, args })),
      [look, { name: 'count', args: {} }],
    );
    assert.equal(caller.words, 'Let me see.');
    for (const [index, { id, name }] of calls.entries()) {
      assert.equal(emulator.report().totals.turns, 1);
      const response = { output: index };
      caller.send({ toolResponse: { functionResponses: [{ id, name, response }] } });
      await emulator.waitFor({ written: 2 + index });
    }
    await caller.turns(2);
    assert.equal(caller.words, 'Let me see.Two are left.');
    const { connections } = emulator.report();
    assert.deepEqual(connections[0]?.protocolErrors, []);
  });

  it('lets a function decide on each turn, and tells it the cause', async () => {
    const causes: testing.Prompt[] = [];
    const emulator = await start({
      persona: (prompt) => {
        causes.push(prompt);
        return prompt.text === 'look' ? { call: { name: 'look' } } : undefined;
      },
    });
    const caller = await call(emulator);
    caller.speak(0.5);
    caller.write('look');
    const { toolCall } = await caller.until(({ toolCall }) => toolCall !== undefined);
    const [{ id, name } = { id: '', name: '' }] = toolCall?.functionCalls ?? [];
    const response = { output: 'a mug' };
    caller.send({ toolResponse: { functionResponses: [{ id, name, response }] } });
    await emulator.waitFor({ written: 2 });
    const [spoken, ...others] = causes;
    assert.ok(Math.abs((spoken?.seconds ?? 0) - 0.5) < 0.1, JSON.stringify(causes));
    assert.deepEqual(others, [{ text: 'look' }, { answers: [response] }]);
  });

  it('does something now: speaks, calls, goes away, hangs up', async () => {
    const emulator = await start({ persona: 'silent' });
    assert.throws(() => emulator.do({ say: 'Hello' }), /Nobody is in a call/);
    const caller = await call(emulator);
    emulator.do({ say: 'Anything else?' });
    await caller.turns(1);
    assert.equal(caller.words, 'Anything else?');
    emulator.do({ call: { name: 'look' } });
    await caller.until(({ toolCall }) => toolCall?.functionCalls[0]?.name === 'look');
    emulator.do({ goAway: '50s' });
    await caller.until(({ goAway }) => goAway?.timeLeft === '50s');
    emulator.do({ close: { code: 1011, reason: 'Internal error.' } });
    assert.equal(await caller.closed, 1011);
  });

  it('refuses tokens as the broker does, until it is told otherwise', async () => {
    const emulator = await start({ tokens: { refuse: 'rate-limited', retryAfter: 7 } });
    assert.deepEqual(await ask(emulator), {
      status: 429,
      body: { code: 'rate-limited', retryable: true },
      retryAfter: '7',
    });
    emulator.change({ tokens: { refuse: 'call-over' } });
    assert.deepEqual(await ask(emulator), {
      status: 403,
      body: { code: 'call-over', retryable: false },
      retryAfter: null,
    });
    emulator.change({ tokens: {} });
    await call(emulator);
    assert.equal(emulator.report().totals.tokenRequests, 3);
  });

  it('refuses a setup', async () => {
    const closeBeforeSetup = { code: 1008, reason: 'The model is not found.' };
    const emulator = await start({ closeBeforeSetup });
    const caller = await dial(emulator);
    void caller.setUp();
    assert.equal(await caller.closed, 1008);
  });

  it('hears what callers say, and reports what they do', async () => {
    const emulator = await start({ persona: 'silent' });
    const caller = await call(emulator);
    caller.speak(1);
    const report = await emulator.waitFor(({ totals }) => totals.samples === 32_000);
    assert.equal(report.totals.setups, 1);
    assert.equal(emulator.heard().length, 32_000);
    const copy = structuredClone(report);
    caller.write('more');
    await emulator.waitFor({ written: 1 });
    assert.deepEqual(report, copy, 'a report does not change when it has been given');
  });

  it('gives up waiting, and says what it has counted', async () => {
    const emulator = await start();
    await assert.rejects(emulator.waitFor({ connections: 1 }, 1), /waited 1 ms.*"connections":0/);
    const mistyped = { conections: 1 } as object;
    await assert.rejects(emulator.waitFor(mistyped), /does not count "conections"/);
    const thrown = emulator.waitFor(() => {
      throw new Error('My own mistake.');
    });
    await assert.rejects(thrown, /My own mistake/);
  });

  it('names a field of the script that does not exist, and one that cannot be', async () => {
    const misspelt = { personna: 'silent' } as object;
    await assert.rejects(startEmulator(misspelt), /no field "personna"/);
    const wrong = { persona: [{ says: 'Hello' }] } as object;
    await assert.rejects(startEmulator(wrong), /"persona" cannot be that/);
    const emulator = await start();
    assert.throws(() => emulator.change({ tokens: { refuse: 'budget' } } as object), /"refuse"/);
  });

  it('rejects where it cannot listen', async () => {
    const { baseUrl } = await start();
    const { port } = new URL(baseUrl);
    await assert.rejects(startEmulator({ port: Number(port) }), /EADDRINUSE/);
  });

  it('refuses with the status of the broker’s own documentation', async () => {
    const docs = await readFile(new URL('../../../docs/broker.md', import.meta.url), 'utf8');
    const rows = [...docs.matchAll(/^\| (\d{3}) +\| `([\w-]+)` +\| (yes|no|both) /gm)];
    const emulator = await start();
    let tried = 0;
    for (const [, status, code, again] of rows) {
      const refuse = code as testing.BrokerCode;
      try {
        emulator.change({ tokens: { refuse } });
      } catch {
        continue;
      }
      tried++;
      const answer = await ask(emulator);
      assert.equal(answer.status, Number(status), code);
      const retryable = again === 'both' ? [true, false] : [again === 'yes'];
      assert.ok(retryable.includes((answer.body as { retryable?: boolean }).retryable!), code);
    }
    assert.ok(tried > 5, `${tried} codes`);
  });

  it('is gone when it is closed', async () => {
    const emulator = await startEmulator();
    const caller = await call(emulator);
    await emulator.close();
    await caller.closed;
    await assert.rejects(fetch(emulator.tokenUrl, { method: 'POST' }));
  });
});

import { expect } from '@open-wc/testing';
import type { LiveCall } from '../src/element.js';
import { INPUT_RATE } from '../src/call/ports/format.js';
import { callOn, next, reaches, until } from './helpers/call.js';
import type { Script, TestLine } from './helpers/line.js';
import { withSignal } from './helpers/signal-microphone.js';

const schema = { type: 'object', properties: { at: { type: 'string' } } };
const look = { name: 'look', description: 'Looks something up.', inputSchema: schema };

const calls = (...functionCalls: object[]) => ({ toolCall: { functionCalls } });
const handle = { sessionResumptionUpdate: { newHandle: 'gone', resumable: true } };
const once = calls({ id: 'c1', name: 'look', args: { at: 'noon' } });

/** A muted call, so that no speech is under way to a server that blocks. */
async function calling(model: string, script?: Script) {
  const { call, line } = await callOn(script);
  call.model = model;
  call.micMuted = true;
  const start = () => withSignal(48_000, () => call.start());
  return { call, line, start };
}

/** Everything that the tools answered, in order. */
async function answers(line: TestLine) {
  const { connections } = await line.report();
  return connections.flatMap(({ written }) =>
    written.flatMap(({ toolResponse }) => toolResponse?.['functionResponses'] ?? []),
  );
}

async function hangUp(call: LiveCall, line: TestLine) {
  await call.stop();
  call.remove();
  await line.close();
}

describe('a registered function', () => {
  it('is declared in the setup, announced by toolcall, run with its arguments, and answered', async () => {
    const { call, line, start } = await calling('gemini-3.8-live');
    const seen: unknown[] = [];
    call.addEventListener('toolcall', ({ id, name, args }) => seen.push({ id, name, args }));
    call.registerTool({
      ...look,
      execute: (args) => {
        seen.push(args);
        return { free: true, at: args['at'] };
      },
    });
    await start();
    await line.do({ frames: [once] });
    const { connections } = await line.waitFor({ written: 1 });
    expect(connections[0]?.setup?.['tools']).to.deep.equal([
      {
        functionDeclarations: [
          { name: 'look', description: 'Looks something up.', parametersJsonSchema: schema },
        ],
      },
    ]);
    expect(seen).to.deep.equal([{ id: 'c1', name: 'look', args: { at: 'noon' } }, { at: 'noon' }]);
    expect(await answers(line)).to.deep.equal([
      { id: 'c1', name: 'look', response: { output: { free: true, at: 'noon' } } },
    ]);
    await hangUp(call, line);
  });

  it('is answered once, also when it throws, is unknown, is called twice or returns no JSON', async () => {
    const { call, line, start } = await calling('gemini-3.8-live');
    let count = 0;
    call.registerTool({
      ...look,
      execute: () => {
        count += 1;
      },
    });
    call.registerTool({
      name: 'throw',
      execute: () => {
        throw new Error('Closed today.');
      },
    });
    call.registerTool({ name: 'reject', execute: () => Promise.reject(new Error('Lost.')) });
    call.registerTool({ name: 'oddly', execute: () => Promise.reject(Object.create(null)) });
    call.registerTool({ name: 'big', execute: () => 1n });
    await start();
    const names = ['look', 'look', 'throw', 'reject', 'oddly', 'big', 'constructor'];
    await line.do({ frames: [calls(...names.map((name) => ({ id: `id-${name}`, name })))] });
    await line.waitFor({ written: 6 });
    await call.stop();
    await line.waitFor({ closed: 1 });
    const given = (await answers(line)) as { name: string; response: object }[];
    const byName = new Map(given.map(({ name, response }) => [name, response]));
    expect(given).to.have.length(6);
    expect(count).to.equal(1);
    expect(byName.get('look')).to.deep.equal({ output: null });
    expect(byName.get('throw')).to.deep.equal({ error: 'Closed today.' });
    expect(byName.get('reject')).to.deep.equal({ error: 'Lost.' });
    expect(byName.get('oddly')).to.deep.equal({ error: 'oddly failed.' });
    expect(byName.get('big')).to.have.keys('error');
    expect(byName.get('constructor')).to.deep.equal({ error: 'There is no function constructor.' });
    await hangUp(call, line);
  });

  it('runs without an id and is answered by its name, in the place of its own answer (F12)', async () => {
    const { call, line, start } = await calling('gemini-2.5-flash');
    const ids: string[] = [];
    call.addEventListener('toolcall', ({ id }) => ids.push(id));
    call.registerTool({ ...look, execute: ({ at }) => at });
    await start();
    const [noon, night] = ['noon', 'night'].map((at) => ({ name: 'look', args: { at } }));
    await line.do({ frames: [calls(noon!, night!)] });
    const { connections } = await line.waitFor({ written: 2 });
    expect(await answers(line)).to.deep.equal([
      { name: 'look', response: { output: 'noon' } },
      { name: 'look', response: { output: 'night' } },
    ]);
    expect(ids.every((id) => id !== '')).to.equal(true);
    expect(new Set(ids).size).to.equal(2);
    expect(connections[0]?.protocolErrors).to.deep.equal([]);
    call.micMuted = false;
    await line.waitFor({ samples: INPUT_RATE / 2 });
    await hangUp(call, line);
  });

  it('is one of a thousand in one frame, and eight run while the page and the speech go on (F13)', async () => {
    const { call, line, start } = await calling('gemini-3.8-live');
    let running = 0;
    call.registerTool({
      ...look,
      execute: () => {
        running += 1;
        return new Promise(() => {});
      },
    });
    await start();
    const storm = Array.from({ length: 1000 }, (_, id) => ({ id: `${id}`, name: 'look' }));
    await line.do({ frames: [calls(...storm)] });
    await line.waitFor({ written: 992 });
    expect(running).to.equal(8);
    call.micMuted = false;
    await line.waitFor({ samples: INPUT_RATE / 2 });
    await hangUp(call, line);
    expect(call.ledger.dropped).to.equal(0);
  });

  it('gets arguments without __proto__', async () => {
    const { call, line, start } = await calling('gemini-3.8-live');
    call.registerTool({
      ...look,
      execute: (args) => (Object.assign({}, args) as { evil?: true }).evil ?? 'clean',
    });
    await start();
    const args = '{"at":1,"__proto__":{"evil":true}}';
    await line.do({
      frames: [`{"toolCall":{"functionCalls":[{"id":"c1","name":"look","args":${args}}]}}`],
    });
    await line.waitFor({ written: 1 });
    expect(await answers(line)).to.deep.include({
      id: 'c1',
      name: 'look',
      response: { output: 'clean' },
    });
    await hangUp(call, line);
  });

  it('is aborted and not answered when the model waits no longer or the call ends', async () => {
    const { call, line, start } = await calling('gemini-3.8-live');
    const signals: AbortSignal[] = [];
    const answer: ((value: string) => void)[] = [];
    call.registerTool({
      ...look,
      execute: (_, { signal }) => {
        signals.push(signal);
        return new Promise((resolve) => answer.push(resolve));
      },
    });
    await start();
    await line.do({ frames: [calls({ id: 'c1', name: 'look' }, { id: 'c2', name: 'look' })] });
    await until(() => signals.length === 2);
    await line.do({ frames: [{ toolCallCancellation: { ids: ['c1'] } }] });
    await until(() => signals[0]?.aborted === true);
    expect(signals[1]?.aborted).to.equal(false);
    const stopped = call.stop();
    expect(signals[1]?.aborted).to.equal(true);
    for (const resolve of answer) resolve('too late');
    await stopped;
    const { connections } = await line.waitFor({ closed: 1 });
    expect(await answers(line)).to.deep.equal([]);
    expect(connections[0]?.protocolErrors).to.deep.equal([]);
    call.remove();
    await line.close();
  });
});

describe('a call whose model waits for a function', () => {
  it('holds the speech, and sends all of it after the answer', async () => {
    const { call, line, start } = await calling('gemini-2.5-flash');
    let answer = (_: string) => {};
    call.registerTool({
      ...look,
      execute: () => new Promise<string>((resolve) => (answer = resolve)),
    });
    await start();
    const called = next(call, 'toolcall');
    await line.do({ frames: [once] });
    await called;
    call.micMuted = false;
    await until(() => call.ledger.captured > 2 * INPUT_RATE);
    call.sendText('hello');
    call.micMuted = true;
    expect(call.ledger.sent).to.equal(0);
    // Most of it waits on the tape, where it is bounded.
    expect(call.ledger.queued).to.be.at.most(INPUT_RATE);
    answer('now');
    const { connections } = await line.waitFor({ written: 2, streamEnds: 1 });
    const [session] = connections;
    const { captured } = call.ledger;
    expect(session?.written[0]?.samples, 'heard before the answer').to.equal(0);
    expect(session?.written[1]).to.include({ text: 'hello' });
    expect(session?.written[1]?.samples, 'heard before the text').to.be.within(
      2 * INPUT_RATE,
      captured,
    );
    expect(session?.samples).to.equal(captured);
    expect(session?.protocolErrors).to.deep.equal([]);
    await call.stop();
    expect(call.ledger).to.include({ captured, sent: captured, dropped: 0 });
    await hangUp(call, line);
  });

  it('sends nothing more when the caller hangs up, and counts the speech that was held', async () => {
    const { call, line, start } = await calling('gemini-2.5-flash');
    call.registerTool({ ...look, execute: () => new Promise(() => {}) });
    await start();
    const called = next(call, 'toolcall');
    await line.do({ frames: [once] });
    await called;
    call.micMuted = false;
    await until(() => call.ledger.captured > INPUT_RATE / 2);
    await call.stop();
    const { connections } = await line.waitFor({ closed: 1 });
    expect(connections[0]).to.deep.include({ samples: 0, streamEnds: 0, protocolErrors: [] });
    const { captured, dropped, drops } = call.ledger;
    expect(dropped).to.equal(captured);
    expect(drops).to.include({ stopped: captured });
    await hangUp(call, line);
  });

  for (const [title, model, blocking] of [
    ['holds no speech for a function that does not block', 'gemini-2.5-flash', false],
    ['holds no speech for a model that listens on', 'gemini-3.8-live', undefined],
  ] as const) {
    it(title, async () => {
      const { call, line, start } = await calling(model);
      call.registerTool({ ...look, execute: () => new Promise(() => {}) }, { blocking });
      await start();
      const called = next(call, 'toolcall');
      await line.do({ frames: [once] });
      await called;
      call.micMuted = false;
      const { connections } = await line.waitFor({ samples: INPUT_RATE / 2 });
      expect(connections[0]?.protocolErrors).to.deep.equal([]);
      await hangUp(call, line);
    });
  }

  it('sends the answer over the next connection when the first one drops', async () => {
    const { call, line, start } = await calling('gemini-3.8-live');
    let answer = (_: string) => {};
    call.registerTool({
      ...look,
      execute: () => new Promise<string>((resolve) => (answer = resolve)),
    });
    await start();
    const called = next(call, 'toolcall');
    await line.do({ frames: [once] });
    await called;
    await line.change({ setupDelay: 200 });
    const lost = reaches(call, 'connecting');
    await line.do({ terminate: true });
    await lost;
    answer('now');
    const { connections } = await line.waitFor({ connections: 2, written: 1 });
    expect(connections[1]?.written).to.have.length(1);
    await hangUp(call, line);
  });

  it('aborts the function and holds no speech when the session cannot be resumed', async () => {
    const { call, line, start } = await calling('gemini-2.5-flash');
    let waiting = new AbortController().signal;
    call.registerTool({
      ...look,
      execute: (_, { signal }) => {
        waiting = signal;
        return new Promise(() => {});
      },
    });
    await start();
    const called = next(call, 'toolcall');
    await line.do({ frames: [once, handle] });
    await called;
    const back = line.waitFor({ connections: 3, setups: 2 });
    const lost = reaches(call, 'connecting');
    await line.do({ terminate: true });
    await lost;
    call.micMuted = false;
    await back;
    await line.waitFor({ samples: INPUT_RATE / 2 });
    expect(waiting.aborted).to.equal(true);
    expect(await answers(line)).to.deep.equal([]);
    await hangUp(call, line);
  });
});

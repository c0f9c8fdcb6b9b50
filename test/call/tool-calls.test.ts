import { expect } from '@open-wc/testing';
import type { ToolResponse } from '../../src/call/ports/session.js';
import { ToolCalls, type Work } from '../../src/call/tool-calls.js';
import { Tools, type ToolDefinition } from '../../src/call/tools.js';

const call = { id: 'c1', name: 'look', args: {} };

function open(execute: ToolDefinition['execute'], timeout?: number) {
  const answers: ToolResponse[] = [];
  const blocked: boolean[] = [];
  const tools = new Tools();
  tools.register({ name: 'look', execute }, { timeout });
  const listener = {
    called: () => {},
    answered: (response: ToolResponse) => answers.push(response),
    changed: (work: Work | undefined) => blocked.push(work?.blocking ?? false),
  };
  return { calls: new ToolCalls(tools, listener), answers, blocked };
}

/** A function whose answers the test gives. */
function asking() {
  const answer: ((value: string) => void)[] = [];
  return { answer, execute: () => new Promise<string>((done) => answer.push(done)) };
}

describe('a function call of the model', () => {
  it('is answered with an error once it takes longer than its timeout, and its later answer is dropped', async () => {
    let answer = (_: string) => {};
    let told: AbortSignal | undefined;
    const execute: ToolDefinition['execute'] = (_, { signal }) => {
      told = signal;
      return new Promise((resolve) => (answer = resolve));
    };
    const { calls, answers, blocked } = open(execute, 1);
    const ran = calls.run(call, true);
    expect(blocked).to.deep.equal([true]);
    await ran;
    expect(told?.aborted).to.equal(true);
    answer('at last');
    await Promise.resolve();
    const response = { error: 'look took too long.' };
    expect(answers).to.deep.equal([{ id: 'c1', name: 'look', response }]);
    expect(blocked.at(-1)).to.equal(false);
  });

  it('blocks the server until the last blocking call is answered or canceled', async () => {
    const { answer, execute } = asking();
    const { calls, blocked } = open(execute);
    const first = calls.run(call, true);
    void calls.run({ ...call, id: 'c2' }, true);
    void calls.run({ ...call, id: 'c3' }, false);
    answer[0]?.('done');
    await first;
    expect(blocked.at(-1)).to.equal(true);
    calls.cancel(['c2']);
    expect(blocked.at(-1)).to.equal(false);
    calls.close();
  });

  it('E23 runs once and gets the same answer again when a resumed session asks for it again', async () => {
    const { answer, execute } = asking();
    const { calls, answers } = open(execute);
    const first = calls.run(call, false);
    answer[0]?.('booked');
    await first;
    await calls.run(call, false);
    expect(answers, 'a repetition on one connection').to.have.length(1);
    for (const connections of [2, 3]) {
      calls.connectionLost();
      await calls.run(call, false);
      await calls.run(call, false);
      expect(answers).to.have.length(connections);
    }
    const given = { id: 'c1', name: 'look', response: { output: 'booked' } };
    expect(answers).to.deep.equal([given, given, given]);
    expect(answer, 'ran').to.have.length(1);
  });

  it('E23 runs once and is answered once when it is answered between two connections', async () => {
    const { answer, execute } = asking();
    const { calls, answers } = open(execute);
    const first = calls.run(call, false);
    calls.connectionLost();
    answer[0]?.('now');
    await first;
    await calls.run(call, false);
    expect(answer).to.have.length(1);
    expect(answers).to.have.length(1);
  });

  it('E23 runs once and is answered once when a resumed session asks while it still runs', async () => {
    const { answer, execute } = asking();
    const { calls, answers } = open(execute);
    const first = calls.run(call, true);
    calls.connectionLost();
    await calls.run(call, true);
    answer[0]?.('now');
    await first;
    await calls.run(call, true);
    expect(answer).to.have.length(1);
    expect(answers).to.have.length(1);
  });

  it('E23 does not run again after it was canceled, and a later question gets an error', async () => {
    const { answer, execute } = asking();
    const { calls, answers } = open(execute);
    void calls.run(call, true);
    calls.cancel(['c1', 'unknown']);
    await calls.run(call, true);
    expect(answers).to.deep.equal([]);
    calls.connectionLost();
    await calls.run(call, true);
    const response = { error: 'look was canceled.' };
    expect(answers).to.deep.equal([{ id: 'c1', name: 'look', response }]);
    expect(answer).to.have.length(1);
  });

  it('runs under an id that an earlier session used, since a new session begins its ids anew', async () => {
    const { answer, execute } = asking();
    const { calls, answers } = open(execute);
    const first = calls.run(call, false);
    answer[0]?.('first');
    await first;
    calls.contextLost();
    const second = calls.run(call, false);
    answer[1]?.('second');
    await second;
    expect(answers.map(({ response }) => response)).to.deep.equal([
      { output: 'first' },
      { output: 'second' },
    ]);
  });

  it('keeps the newest 256 answers and forgets older ones', async () => {
    let ran = 0;
    const { calls } = open(() => ++ran);
    for (let id = 0; id < 257; id++) await calls.run({ ...call, id: `${id}` }, false);
    calls.connectionLost();
    await calls.run({ ...call, id: '1' }, false);
    expect(ran).to.equal(257);
    await calls.run({ ...call, id: '0' }, false);
    expect(ran).to.equal(258);
  });

  it('is neither run nor answered once the caller has hung up', async () => {
    let performed = false;
    const tools = new Tools();
    tools.register({ name: 'look', execute: () => (performed = true) });
    const answers: ToolResponse[] = [];
    const calls: ToolCalls = new ToolCalls(tools, {
      called: () => calls.close(),
      answered: (response) => answers.push(response),
      changed: () => {},
    });
    await calls.run(call, true);
    await calls.run({ ...call, id: 'c2' }, true);
    expect(performed).to.equal(false);
    expect(answers).to.deep.equal([]);
  });
});

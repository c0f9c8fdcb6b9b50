import { expect } from '@open-wc/testing';
import type { ToolResponse } from '../../src/call/ports/session.js';
import { ToolCalls, type ToolHandler } from '../../src/call/tools.js';

const call = { id: 'c1', name: 'look', args: {} };

function open(handler: ToolHandler, timeout?: number) {
  const answers: ToolResponse[] = [];
  const blocked: boolean[] = [];
  const tools = new Map([['look', { declaration: { name: 'look' }, handler }]]);
  const listener = {
    called: () => {},
    answered: (response: ToolResponse) => answers.push(response),
    blocked: (now: boolean) => blocked.push(now),
  };
  return { calls: new ToolCalls(tools, listener, timeout), answers, blocked };
}

describe('calls of the model', () => {
  it('that take too long are answered with an error, their handler is told, and its late word is lost', async () => {
    let answer = (_: string) => {};
    let told: AbortSignal | undefined;
    const handler: ToolHandler = (_, { signal }) => {
      told = signal;
      return new Promise((resolve) => (answer = resolve));
    };
    const { calls, answers, blocked } = open(handler, 1);
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

  it('block until the last one that does is answered or canceled', async () => {
    const resolve: (() => void)[] = [];
    const { calls, blocked } = open(() => new Promise<void>((done) => resolve.push(done)));
    const first = calls.run(call, true);
    void calls.run({ ...call, id: 'c2' }, true);
    void calls.run({ ...call, id: 'c3' }, false);
    resolve[0]?.();
    await first;
    expect(blocked.at(-1)).to.equal(true);
    calls.cancel(['c2']);
    expect(blocked.at(-1)).to.equal(false);
    calls.close();
  });

  it('that were answered after the connection was lost are not run again by the next one', async () => {
    let ran = 0;
    let answer = (_: string) => {};
    const { calls, answers } = open(() => {
      ran += 1;
      return new Promise<string>((done) => (answer = done));
    });
    const first = calls.run(call, false);
    calls.forget();
    answer('now');
    await first;
    await calls.run(call, false);
    expect(ran).to.equal(1);
    expect(answers).to.have.length(1);
    calls.abandon();
    void calls.run(call, false);
    expect(ran, 'of a session that is another one').to.equal(2);
    calls.close();
  });

  it('have ids that begin anew with another session, except for those that still run', async () => {
    const resolve: (() => void)[] = [];
    const { calls, answers } = open(() => new Promise<void>((done) => resolve.push(done)));
    const first = calls.run(call, true);
    calls.forget();
    await calls.run(call, true);
    resolve[0]?.();
    await first;
    await calls.run(call, true);
    expect(answers, 'in one session').to.have.length(1);
    calls.forget();
    const again = calls.run(call, true);
    resolve[1]?.();
    await again;
    expect(answers).to.have.length(2);
  });

  it('that a page hangs up on are neither performed nor answered', async () => {
    let performed = false;
    const tools = new Map([
      ['look', { declaration: { name: 'look' }, handler: () => (performed = true) }],
    ]);
    const answers: ToolResponse[] = [];
    const calls: ToolCalls = new ToolCalls(tools, {
      called: () => calls.close(),
      answered: (response) => answers.push(response),
      blocked: () => {},
    });
    await calls.run(call, true);
    await calls.run({ ...call, id: 'c2' }, true);
    expect(performed).to.equal(false);
    expect(answers).to.deep.equal([]);
  });
});

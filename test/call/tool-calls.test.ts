import { expect } from '@open-wc/testing';
import type { ToolResponse } from '../../src/call/ports/session.js';
import { ToolCalls, type Work } from '../../src/call/tool-calls.js';
import { holdTime } from '../soak/time.js';
import { Tools, type ToolDefinition } from '../../src/call/tools.js';

const call = { id: 'c1', name: 'look', args: {} };

function open(execute: ToolDefinition['execute'], timeout?: number) {
  const answers: ToolResponse[] = [];
  const blocked: boolean[] = [];
  const called: string[] = [];
  const tools = new Tools();
  tools.register({ name: 'look', execute }, { timeout });
  const listener = {
    called: ({ id }: { id: string }) => called.push(id),
    answered: (response: ToolResponse) => answers.push(response),
    changed: (work: Work | undefined) => blocked.push(work?.blocking ?? false),
  };
  return { calls: new ToolCalls(tools, listener), answers, blocked, called };
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

  it('is answered with an error once two servers hung up on its answer, and not before (E26)', async () => {
    const { answer, execute } = asking();
    const { calls, answers } = open(execute);
    const ran = calls.run(call, false);
    answer[0]?.('poison');
    await ran;
    calls.connectionLost(true);
    await calls.run(call, false);
    calls.connectionLost();
    await calls.run(call, false);
    expect(answers.at(-1)?.response).to.deep.equal({ output: 'poison' });
    calls.connectionLost(true);
    await calls.run(call, false);
    expect(answers.at(-1)?.response).to.have.keys('error');
    expect(answers).to.have.length(4);
    expect(answer).to.have.length(1);
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
    const time = holdTime();
    let ran = 0;
    const { calls } = open(() => ++ran);
    for (let id = 0; id < 257; id++) {
      time.pass(1000);
      await calls.run({ ...call, id: `${id}` }, false);
    }
    calls.connectionLost();
    await calls.run({ ...call, id: '1' }, false);
    expect(ran).to.equal(257);
    time.pass(1000);
    await calls.run({ ...call, id: '0' }, false);
    expect(ran).to.equal(258);
    time.release();
  });

  describe('without an id', () => {
    const nameless = { ...call, id: '' };
    const given = (output: string) => ({ id: '', name: 'look', response: { output } });

    it('runs under an id of its own and is answered without one, each of two (F12)', async () => {
      const { answer, execute } = asking();
      const { calls, answers, called } = open(execute);
      const both = [calls.run(nameless, true), calls.run(nameless, true)];
      answer[1]?.('second');
      answer[0]?.('first');
      await Promise.all(both);
      expect(answers).to.have.deep.members([given('first'), given('second')]);
      expect(new Set(called).size).to.equal(2);
      expect(called).not.to.include('');
    });

    it('runs anew for each question on one connection (F12)', async () => {
      const { answer, execute } = asking();
      const { calls, answers } = open(execute);
      for (const i of [0, 1, 2]) {
        const ran = calls.run(nameless, false);
        answer[i]?.(`${i}`);
        await ran;
      }
      expect(answers).to.deep.equal(['0', '1', '2'].map(given));
    });

    it('runs once when a resumed session asks for it again, before the answer or after it (F12)', async () => {
      const { answer, execute } = asking();
      const { calls, answers } = open(execute);
      const [first, second] = [calls.run(nameless, true), calls.run(nameless, true)];
      answer[0]?.('first');
      await first;
      calls.connectionLost();
      await calls.run(nameless, true);
      await calls.run(nameless, true);
      answer[1]?.('second');
      await second;
      expect(answer, 'ran').to.have.length(2);
      expect(answers).to.have.length(3);
      expect(new Set(answers.map((given) => JSON.stringify(given))).size).to.equal(2);
    });

    it('runs anew after a resumption when the session knew the answer, or has other arguments (F12)', async () => {
      const { answer, execute } = asking();
      const { calls } = open(execute);
      const first = calls.run(nameless, false);
      answer[0]?.('first');
      await first;
      calls.covered();
      calls.connectionLost();
      void calls.run(nameless, false);
      void calls.run({ ...nameless, args: { at: 'noon' } }, false);
      expect(answer).to.have.length(3);
      calls.close();
    });

    it('goes on when calls with ids are canceled (F12)', async () => {
      const { answer, execute } = asking();
      const { calls, answers } = open(execute);
      const ran = calls.run(nameless, true);
      calls.cancel(['', 'undefined', 'c1']);
      answer[0]?.('now');
      await ran;
      expect(answers).to.deep.equal([given('now')]);
    });
  });

  describe('that comes with too many others', () => {
    const ask = (calls: ToolCalls, ids: Iterable<number>) =>
      [...ids].map((id) => calls.run({ ...call, id: `${id}` }, true));
    const errors = (answers: ToolResponse[]) =>
      answers.filter(({ response }) => 'error' in response);

    it('is answered with an error at once while eight run, and runs when one has settled (F13)', async () => {
      const { answer, execute } = asking();
      const { calls, answers, blocked } = open(execute);
      const all = ask(calls, Array.from({ length: 1000 }).keys());
      expect(answer).to.have.length(8);
      expect(answers).to.have.length(992);
      expect(errors(answers)).to.have.length(992);
      answer[3]?.('now');
      await all[3];
      all.push(...ask(calls, [2000]));
      expect(answer).to.have.length(9);
      for (const settle of answer) settle('late');
      await Promise.all(all);
      expect(new Set(answers.map(({ id }) => id)).size).to.equal(1001);
      expect(answers).to.have.length(1001);
      expect(blocked.at(-1)).to.equal(false);
    });

    it('is answered with an error once sixty have begun within a minute (F13)', async () => {
      const time = holdTime();
      try {
        let ran = 0;
        const { calls, answers } = open(() => ++ran);
        for (let id = 0; id < 100; id++) await calls.run({ ...call, id: `${id}` }, false);
        expect(ran).to.equal(60);
        expect(errors(answers)).to.have.length(40);
        time.pass(60_000);
        for (let id = 100; id < 200; id++) await calls.run({ ...call, id: `${id}` }, false);
        expect(ran).to.equal(120);
        expect(answers).to.have.length(200);
      } finally {
        time.release();
      }
    });

    it('is answered once under one id, and makes room when its time is over (F13)', async () => {
      let ran = 0;
      const execute = () => {
        ran += 1;
        return new Promise(() => {});
      };
      const { calls, answers } = open(execute, 1);
      const all = ask(calls, [
        ...Array.from({ length: 12 }).keys(),
        ...Array(500).fill(3),
        ...Array(500).fill(11),
      ]);
      expect(answers).to.have.length(4);
      await Promise.all(all);
      expect(answers).to.have.length(12);
      await Promise.all(ask(calls, [50, 51]));
      expect(ran).to.equal(10);
      expect(errors(answers)).to.have.length(14);
    });

    it('is asked for anew by a resumed session and runs then (F13)', async () => {
      const { answer, execute } = asking();
      const { calls } = open(execute);
      ask(calls, Array.from({ length: 9 }).keys());
      calls.cancel(['0']);
      calls.connectionLost();
      ask(calls, [8]);
      expect(answer).to.have.length(9);
      calls.close();
    });
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

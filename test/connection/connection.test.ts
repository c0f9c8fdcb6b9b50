import { expect } from '@open-wc/testing';
import { CallError } from '../../src/call/errors.js';
import type { Session, SessionEvent, SessionRequest } from '../../src/call/ports/session.js';
import { Connection, type ConnectionEvent } from '../../src/connection/connection.js';
import { holdTime, settle, type HeldTime } from '../soak/time.js';

let time: HeldTime;
beforeEach(() => {
  time = holdTime();
});
afterEach(() => time.release());

interface Dial {
  readonly request: SessionRequest;
  readonly on: (event: SessionEvent) => void;
  readonly answer: (open: Session | Error) => void;
  closed: boolean;
}

/** A connection whose sessions the test opens by hand. */
function setup({ sendHistory = () => {} }: { sendHistory?: () => void } = {}) {
  const dials: Dial[] = [];
  const events: ConnectionEvent[] = [];
  const life = new AbortController();
  const connection = new Connection(
    {
      openSession: (request, on) =>
        new Promise((resolve, reject) => {
          const answer = (open: Session | Error) =>
            open instanceof Error ? reject(open) : resolve(open);
          dials.push({ request, on, answer, closed: false });
        }),
      tools: () => [],
      history: () => [{ speaker: 'caller', text: 'Hello' }],
      isBusy: () => false,
      isStuck: () => false,
    },
    (event) => events.push(event),
    life.signal,
  );
  const taped = Promise.resolve();
  const session = (dial: Dial): Session => ({
    bufferedAmount: 0,
    sendAudio: () => {},
    endAudio: () => {},
    sendText: () => {},
    sendToolResponse: () => {},
    sendHistory,
    close: () => (dial.closed = true),
  });
  /** Opens the session of the newest dial. */
  const accept = async () => {
    const dial = dials.at(-1)!;
    dial.answer(session(dial));
    await settle();
  };
  const open = async (handle?: string) => {
    connection.open(taped).catch(() => {});
    await accept();
    connection.opened();
    if (handle) dials.at(-1)!.on({ type: 'resumable', handle });
  };
  /** Loses the session, or hands it over, and looks for the next one. */
  const reopen = async (lost?: CallError) => {
    connection.closed();
    const opened = connection.reopen(lost, taped);
    opened.catch(() => {});
    await settle();
    return { opened };
  };
  return {
    connection,
    reopen,
    dials,
    accept,
    open,
    types: () => events.map(({ type }) => type),
    end: () => life.abort(),
  };
}

describe('a connection', () => {
  it('E10 dials at once for a hand-over, and only after a wait for a loss', async () => {
    const { connection, reopen, dials, accept, open, end } = setup();
    await open('h1');
    await reopen();
    expect(dials).to.have.length(2);
    expect(dials[1]?.request.handle).to.equal('h1');
    await accept();
    connection.opened();
    await reopen(new CallError('session-lost'));
    expect(dials).to.have.length(2);
    time.pass(500);
    await settle();
    expect(dials).to.have.length(3);
    end();
  });

  it('E10 hands over as soon as a handle comes in a quiet moment, and tells it as no loss', async () => {
    const { dials, open, types, end } = setup();
    await open();
    dials[0]!.on({ type: 'goAway', timeLeft: 50 });
    expect(types()).to.deep.equal([]);
    dials[0]!.on({ type: 'resumable', handle: 'h1' });
    expect(types()).to.deep.equal(['covered', 'handOver']);
    end();
  });

  it('E24 stays until the time is nearly up where the server says goAway at every start', async () => {
    const { connection, reopen, dials, accept, open, types, end } = setup();
    await open('h1');
    await reopen();
    await accept();
    connection.opened();
    dials[1]!.on({ type: 'goAway', timeLeft: 60 });
    dials[1]!.on({ type: 'resumable', handle: 'h2' });
    time.pass(49_000);
    expect(types()).not.to.include('handOver');
    time.pass(1100);
    expect(types().at(-1)).to.equal('handOver');
    await reopen();
    expect(dials, 'at once').to.have.length(3);
    end();
  });

  it('E24 waits before it dials again where every session lasts for a moment only', async () => {
    const { connection, reopen, dials, accept, open, end } = setup();
    await open('h1');
    await reopen();
    await accept();
    connection.opened();
    await reopen();
    expect(dials).to.have.length(2);
    time.pass(500);
    await settle();
    expect(dials).to.have.length(3);
    end();
  });

  it('E14 closes a new session that cannot be told what was said, and opens another', async () => {
    let failures = 1;
    const sendHistory = () => {
      if (failures-- > 0) throw new CallError('session-lost');
    };
    const { reopen, dials, accept, open, end } = setup({ sendHistory });
    await open();
    const { opened } = await reopen(new CallError('session-lost'));
    time.pass(500);
    await settle();
    await accept();
    expect(dials[1]?.closed).to.equal(true);
    time.pass(500);
    await settle();
    await accept();
    expect((await opened).contextLost).to.equal(true);
    expect(dials.map(({ closed }) => closed)).to.deep.equal([false, true, false]);
    end();
  });

  it('E10 takes a goAway that runs out before the session is in use for a loss, and dials again', async () => {
    const { connection, dials, accept, end } = setup();
    let allow = () => {};
    const taped = new Promise<void>((resolve) => (allow = resolve));
    connection.open(taped).catch(() => {});
    await accept();
    dials[0]!.on({ type: 'goAway', timeLeft: 2 });
    time.pass(2000);
    await settle();
    expect(dials[0]?.closed).to.equal(true);
    expect(dials).to.have.length(1);
    allow();
    await settle();
    time.pass(500);
    await settle();
    expect(dials).to.have.length(2);
    end();
  });
});

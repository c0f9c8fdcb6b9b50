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
function setup({
  sendHistory = () => {},
  isBusy = () => false,
}: { sendHistory?: Session['sendHistory']; isBusy?: () => boolean } = {}) {
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
      isBusy,
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
    events,
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

  for (const timeLeft of [0, 1, 10, undefined]) {
    it(`dials for each of 30 hand-overs in a row, however soon it comes, and never gives up: ${timeLeft} s left (E28)`, async () => {
      const { connection, reopen, dials, accept, open, types, end } = setup();
      await open('h0');
      for (let i = 1; i <= 30; i++) {
        const { on } = dials.at(-1)!;
        on({ type: 'goAway', timeLeft });
        on({ type: 'resumable', handle: `h${i}` });
        const told = types().filter((type) => type === 'handOver').length;
        if (told < i) time.pass(5000);
        expect(types().filter((type) => type === 'handOver')).to.have.length(i);
        const { opened } = await reopen();
        time.pass(4000);
        await settle();
        expect(dials).to.have.length(i + 1);
        expect(dials.at(-1)?.request.handle).to.equal(`h${i}`);
        await accept();
        await opened;
        connection.opened();
      }
      expect(types()).not.to.include('failed');
      end();
    });
  }

  it('dials at once for a hand-over 5 s after the last one, as where each session is told goAway at its start (E28)', async () => {
    const { connection, reopen, dials, accept, open, types, end } = setup();
    await open('h1');
    await reopen();
    for (let i = 2; i < 20; i++) {
      await accept();
      connection.opened();
      dials.at(-1)!.on({ type: 'goAway', timeLeft: 10 });
      dials.at(-1)!.on({ type: 'resumable', handle: `h${i}` });
      expect(types().at(-1), 'stays').to.equal('covered');
      time.pass(5000);
      expect(types().at(-1)).to.equal('handOver');
      await reopen();
      expect(dials, 'at once').to.have.length(i + 1);
    }
    end();
  });

  it('keeps all attempts for a loss after many hand-overs (E28)', async () => {
    const { connection, reopen, dials, accept, open, end } = setup();
    await open('h1');
    for (let i = 0; i < 15; i++) {
      await reopen();
      time.pass(4000);
      await settle();
      await accept();
      connection.opened();
    }
    const before = dials.length;
    const { opened } = await reopen(new CallError('session-lost'));
    for (let i = 0; i < 12; i++) {
      time.pass(8000);
      await settle();
      dials.at(-1)!.answer(new CallError('session-failed'));
      await settle();
    }
    expect(await opened.catch((error: unknown) => error)).to.be.instanceOf(CallError);
    expect(dials.length - before).to.equal(10);
    end();
  });

  it('waits for a function past the moment in which it would leave, as long as the server leaves time (E28)', async () => {
    let busy = true;
    const { dials, open, types, end } = setup({ isBusy: () => busy });
    await open('h1');
    dials[0]!.on({ type: 'goAway', timeLeft: 60 });
    time.pass(55_000);
    expect(types(), 'while it runs').not.to.include('handOver');
    busy = false;
    dials[0]!.on({ type: 'resumable', handle: 'h2' });
    expect(types().at(-1)).to.equal('handOver');
    end();
  });

  it('leaves in the middle of a function when the time is all but up (E28)', async () => {
    const { dials, open, types, end } = setup({ isBusy: () => true });
    await open('h1');
    dials[0]!.on({ type: 'goAway', timeLeft: 60 });
    time.pass(57_900);
    expect(types()).not.to.include('handOver');
    time.pass(200);
    expect(types().at(-1)).to.equal('handOver');
    end();
  });

  it('stays in a session that is told goAway without a time it can read until a quiet moment (E28)', async () => {
    const { dials, open, types, end } = setup();
    await open('h1');
    dials[0]!.on({ type: 'goAway', timeLeft: undefined });
    time.pass(1000);
    expect(types()).not.to.include('handOver');
    dials[0]!.on({ type: 'resumable', handle: 'h2' });
    expect(types().at(-1)).to.equal('handOver');
    end();
  });

  it('keeps a session that is told goAway while the caller is asked for the microphone (E28)', async () => {
    const { connection, dials, accept, types, end } = setup();
    let allow = () => {};
    const taped = new Promise<void>((resolve) => (allow = resolve));
    const opened = connection.open(taped);
    await accept();
    dials[0]!.on({ type: 'goAway', timeLeft: 60 });
    dials[0]!.on({ type: 'resumable', handle: 'h1' });
    time.pass(20_000);
    allow();
    await opened;
    connection.opened();
    expect(dials).to.have.length(1);
    expect(dials[0]?.closed).to.equal(false);
    expect(types()).not.to.include('handOver');
    time.pass(30_100);
    expect(types().at(-1)).to.equal('handOver');
    end();
  });

  describe('to a model that hears but says nothing', () => {
    const words: SessionEvent = { type: 'transcription', speaker: 'caller', text: 'Hello?' };
    const voice: SessionEvent = { type: 'audio', samples: new Int16Array(1), rate: 24_000 };
    /** A resumed session whose model has just spoken. */
    const resumed = async (options?: { isBusy: () => boolean }) => {
      const all = setup(options);
      await all.open('h1');
      await all.reopen(new CallError('session-lost'));
      time.pass(500);
      await settle();
      await all.accept();
      all.connection.opened();
      const { on } = all.dials[1]!;
      const losses = () => all.types().filter((type) => type === 'lost').length;
      return { ...all, on, losses };
    };

    it('dials once without the handle, though a newer one came (E29)', async () => {
      const { connection, reopen, dials, accept, on, losses, end } = await resumed();
      on(words);
      on({ type: 'resumable', handle: 'h2' });
      time.pass(14_000);
      expect(losses()).to.equal(0);
      time.pass(1200);
      expect(losses()).to.equal(1);
      await reopen(new CallError('session-lost'));
      time.pass(500);
      await settle();
      expect(dials[2]?.request.handle).to.equal(undefined);
      await accept();
      connection.opened();
      time.pass(1000);
      // Nor is the next one replaced, resumed or not, until a model has answered.
      dials[2]!.on({ type: 'resumable', handle: 'h3' });
      dials[2]!.on(words);
      time.pass(60_000);
      expect(losses()).to.equal(1);
      await reopen(new CallError('session-lost'));
      time.pass(500);
      await settle();
      await accept();
      connection.opened();
      dials[3]!.on(words);
      time.pass(60_000);
      expect(losses()).to.equal(1);
      dials[3]!.on(voice);
      dials[3]!.on(words);
      time.pass(15_200);
      expect(losses()).to.equal(2);
      end();
    });

    it('dials, too, when the caller asks again and again (E29)', async () => {
      const { on, losses, end } = await resumed();
      for (let i = 0; i < 8 && losses() === 0; i++) {
        on(words);
        time.pass(5000);
      }
      expect(losses()).to.equal(1);
      end();
    });

    const signs: Record<string, SessionEvent> = {
      voice,
      words: { type: 'transcription', speaker: 'model', text: 'Yes.' },
      turn: { type: 'turnComplete' },
      call: { type: 'toolCall', id: 'c1', name: 'look', args: {}, blocking: false },
    };
    for (const [what, sign] of Object.entries(signs)) {
      it(`keeps it once the model gives its ${what} (E29)`, async () => {
        const { on, losses, end } = await resumed();
        on(words);
        time.pass(10_000);
        on(sign);
        time.pass(60_000);
        expect(losses()).to.equal(0);
        end();
      });
    }

    it('keeps it while nobody says anything, however much the server tells (E29)', async () => {
      const { on, losses, end } = await resumed();
      for (let i = 0; i < 100; i++) {
        on({ type: 'frame' });
        on({ type: 'resumable', handle: `h${i}` });
        time.pass(1000);
      }
      expect(losses()).to.equal(0);
      end();
    });

    it('keeps it while a function runs, and for a while after that (E29)', async () => {
      let busy = true;
      const { on, losses, end } = await resumed({ isBusy: () => busy });
      on(words);
      time.pass(60_000);
      busy = false;
      time.pass(14_000);
      expect(losses()).to.equal(0);
      time.pass(1200);
      expect(losses()).to.equal(1);
      end();
    });

    it('keeps a session that was not resumed (E29)', async () => {
      const { dials, open, types, end } = setup();
      await open('h1');
      dials[0]!.on(words);
      time.pass(60_000);
      expect(types()).not.to.include('lost');
      end();
    });
  });

  for (const [byServer, told] of [
    [true, [1, 1, 0, 0]],
    [false, [1, 1, 1, 1]],
  ] as const) {
    it(`tells ${told.at(-1) ? 'each' : 'no more than two'} of the new sessions what was said when ${byServer ? 'each server hangs up on it' : 'the network breaks each time'} (E26)`, async () => {
      const lengths: number[] = [];
      const { connection, reopen, dials, accept, open, end } = setup({
        sendHistory: ({ length }) => lengths.push(length),
      });
      await open();
      for (let i = 0; i < 4; i++) {
        const error = new CallError('session-failed');
        dials.at(-1)!.on({ type: 'lost', error, byServer });
        await reopen(error);
        time.pass(2000);
        await settle();
        await accept();
        connection.opened();
      }
      expect(lengths).to.deep.equal(told);
      end();
    });
  }

  it('blames nothing that was sent when the server hangs up after a goAway (E28)', async () => {
    const { dials, open, events, end } = setup();
    await open('h1');
    const lost = { type: 'lost', error: new CallError('session-failed'), byServer: true } as const;
    dials[0]!.on(lost);
    dials[0]!.on({ type: 'goAway', timeLeft: 60 });
    dials[0]!.on(lost);
    const losses = events.flatMap((event) => (event.type === 'lost' ? [event.byServer] : []));
    expect(losses).to.deep.equal([true, false]);
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

import { expect } from '@open-wc/testing';
import { CallError } from '../../src/call/errors.js';
import type { Session } from '../../src/call/ports/session.js';
import { blame, type Blame } from '../../src/connection/suspects.js';
import type { Credit } from '../../src/connection/intake.js';
import { Uplink } from '../../src/connection/uplink.js';
import { holdTime, type HeldTime } from '../soak/time.js';

/** Bytes that one chunk takes on a wire that takes nothing else. */
const FRAME = 900;

/** An uplink, and a wire that takes what is sent but moves nothing on until the test says so. */
function setup() {
  const sent: { samples: number; again: boolean }[] = [];
  const failures: unknown[] = [];
  const dropped: (string | number)[] = [];
  /** Whether speech was told to be late, with each change. */
  const told: boolean[] = [];
  const uplink = new Uplink({
    sent: (samples, again) => sent.push({ samples, again }),
    textSent: () => {},
    gaveUp: (samples) => dropped.push(samples),
    textUnsent: (text, gone) => gone && dropped.push(text),
    late: (late) => late !== (told.at(-1) ?? false) && told.push(late),
    failed: (error) => failures.push(error),
  });
  let granted = 0;
  const credit: Credit = {
    grant: (chunks) => (granted += chunks),
    revoke: () => (granted = 0),
  };
  const connect = async () => {
    const all: (number | string)[] = [];
    const wire = {
      first: [] as number[],
      buffered: 0,
      texts: [] as string[],
      all,
      /** Every attempt to send fails with this. */
      refuse: undefined as Error | undefined,
    };
    const check = () => {
      if (wire.refuse) throw wire.refuse;
    };
    const session: Session = {
      get bufferedAmount() {
        return wire.buffered;
      },
      sendAudio: (samples) => {
        check();
        wire.first.push(samples[0] ?? -1);
        all.push(samples[0] ?? -1);
        wire.buffered += FRAME;
      },
      endAudio: () => all.push('pause'),
      markSpeech: (speaking) => {
        check();
        all.push(speaking ? 'start' : 'end');
      },
      sendText: (text) => {
        check();
        wire.texts.push(text);
        all.push(text);
        wire.buffered += FRAME;
      },
      sendToolResponse: () => {},
      sendHistory: () => {},
      close: () => {},
    };
    uplink.attach(session, credit);
    await Promise.resolve();
    return wire;
  };
  let pushed = 0;
  /** Takes `count` chunks off the tape, each filled with its number. */
  const say = (count: number) => {
    for (let i = 0; i < count; i++, pushed++) {
      const taken = (pushed + 1) * 320;
      uplink.report({ captured: taken, held: 0, taken, dropped: 0, missed: 0, level: 0 });
      uplink.push({ index: pushed * 320, samples: new Int16Array(320).fill(pushed) });
    }
  };
  return { uplink, connect, say, sent, failures, dropped, told, credit: () => granted };
}

let time: HeldTime;
beforeEach(() => {
  time = holdTime();
});
afterEach(() => time.release());

const range = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => from + index);

describe('the uplink after a loss', () => {
  it('sends again everything that no handle covers', async () => {
    const { uplink, connect, say } = setup();
    await connect();
    say(40);
    expect(uplink.detach('handle')).to.equal(40 * 320);
    say(2);
    const wire = await connect();
    expect(wire.first).to.deep.equal(range(0, 42));
  });

  it('sends again only chunks that never left the page whole, with resend="unsent"', async () => {
    const { uplink, connect, say, sent } = setup();
    const first = await connect();
    say(40);
    first.buffered = 2.5 * FRAME;
    expect(uplink.detach('unsent')).to.equal(3 * 320);
    const wire = await connect();
    expect(wire.first).to.deep.equal([37, 38, 39]);
    expect(sent.filter(({ again }) => again)).to.have.length(3);
  });

  it('sends nothing again with resend="none"', async () => {
    const { uplink, connect, say } = setup();
    await connect();
    say(40);
    expect(uplink.detach('none')).to.equal(0);
    say(1);
    expect((await connect()).first).to.deep.equal([40]);
  });

  it('does not take the last half second before a handle for covered, nor chunks still in the socket', async () => {
    const { uplink, connect, say } = setup();
    const first = await connect();
    say(30);
    uplink.write('early');
    time.pass(501);
    first.buffered = 0;
    say(50);
    uplink.write('late');
    time.pass(499);
    uplink.cover();
    expect(uplink.detach('handle')).to.equal(50 * 320);
    const second = await connect();
    expect(second.first).to.deep.equal(range(30, 80));
    expect(second.texts).to.deep.equal(['late']);
    time.pass(501);
    second.buffered = 9.5 * FRAME;
    uplink.cover();
    expect(uplink.detach('handle')).to.equal(9 * 320);
    const third = await connect();
    expect(third.first).to.deep.equal(range(71, 80));
    expect(third.texts).to.deep.equal(['late']);
  });

  it('keeps texts and pauses in their places between the chunks', async () => {
    const { uplink, connect, say } = setup();
    const first = await connect();
    say(3);
    uplink.write('written');
    first.buffered += FRAME;
    uplink.detach('unsent');
    uplink.pause();
    const second = await connect();
    expect(second.all).to.deep.equal([0, 1, 2, 'written', 'pause']);
  });

  it('sends a text that would wait for speech lost with a broken engine', async () => {
    const { uplink, connect } = setup();
    const report = { captured: 960, taken: 0, dropped: 0, level: 0 };
    uplink.report({ ...report, held: 960, missed: 0 });
    uplink.write('hello');
    uplink.report({ ...report, held: 0, missed: 960 });
    expect((await connect()).texts).to.deep.equal(['hello']);
  });

  it('goes on to send again after a second loss', async () => {
    const { uplink, connect, say } = setup();
    await connect();
    say(10);
    uplink.detach('handle');
    const second = await connect();
    expect(second.first).to.deep.equal(range(0, 10));
    say(5);
    expect(uplink.detach('handle')).to.equal(15 * 320);
    expect((await connect()).first).to.deep.equal(range(0, 15));
  });

  it('lets the tape run ahead by no more than a second, however many chunks waited', async () => {
    const { connect, say, credit } = setup();
    say(100);
    const wire = await connect();
    expect(wire.first).to.deep.equal(range(0, 100));
    expect(credit()).to.equal(50);
  });

  it('keeps the last forty seconds, longer than a server may be silent', async () => {
    const { uplink, connect, say } = setup();
    const wire = await connect();
    for (let i = 0; i < 210; i++) {
      say(10);
      wire.buffered = 0;
      time.pass(200);
    }
    expect(uplink.detach('handle')).to.equal(1990 * 320);
  });
});

describe('an item on which one connection ends after the other', () => {
  const end = (uplink: Uplink, why: Blame) => {
    const again = uplink.detach('handle', why);
    return { again, text: uplink.giveUp() };
  };

  it('is given up after two servers hung up on it, and its neighbours are not, since it goes alone the second time (E26)', async () => {
    const { uplink, connect, say, dropped } = setup();
    const first = await connect();
    say(2);
    uplink.write('one');
    uplink.write('poison');
    uplink.write('three');
    expect(first.texts).to.deep.equal(['one', 'poison', 'three']);
    expect(end(uplink, blame.server).text).to.equal(false);
    const second = await connect();
    expect(second.all, 'first the speech').to.deep.equal([0, 1]);
    time.pass(1000);
    say(1);
    expect(second.all).to.deep.equal([0, 1, 'one']);
    time.pass(1000);
    expect(second.all).to.deep.equal([0, 1, 'one', 'poison']);
    expect(end(uplink, blame.server).text).to.equal(true);
    expect(dropped).to.deep.equal(['poison']);
    const third = await connect();
    time.pass(4000);
    expect(third.all).to.deep.equal([0, 1, 'one', 'three', 2]);
  });

  it('makes speech late where it waits for several texts, over all connections, and not where it waits for one (J8)', async () => {
    const { uplink, connect, say, told } = setup();
    /** Goes on speaking, four times a second. */
    const pass = (ms: number) => {
      for (let left = ms; left > 0; left -= 250) {
        time.pass(250);
        say(1);
      }
    };
    await connect();
    uplink.write('one');
    uplink.write('poison');
    uplink.write('two');
    uplink.write('venom');
    say(1);
    end(uplink, blame.server);
    await connect();
    pass(1000);
    expect(told, 'one text').to.deep.equal([]);
    end(uplink, blame.server);
    pass(500);
    expect(told, 'without a connection').to.deep.equal([]);
    await connect();
    pass(250);
    expect(told, 'from the beginning').to.deep.equal([true]);
    pass(1750);
    end(uplink, blame.server);
    const wire = await connect();
    pass(750);
    expect(told).to.deep.equal([true]);
    pass(2000);
    expect(wire.texts).to.deep.equal(['one', 'two']);
    expect(told, 'it flows again').to.deep.equal([true, false]);
    end(uplink, blame.network);
    expect(told).to.deep.equal([true, false]);
  });

  it('is given up where a server thinks about it for a while first (E26)', async () => {
    const { uplink, connect, dropped } = setup();
    for (let i = 0; i < 2; i++) {
      await connect();
      if (i === 0) uplink.write('poison');
      time.pass(8000);
      end(uplink, blame.server);
    }
    expect(dropped).to.deep.equal(['poison']);
    expect((await connect()).texts).to.deep.equal([]);
  });

  it('is kept where servers hang up long after it went out, or a handle covers it (E26)', async () => {
    const { uplink, connect, dropped } = setup();
    uplink.write('innocent');
    for (let i = 0; i < 5; i++) {
      await connect();
      time.pass(11_000);
      end(uplink, blame.server);
    }
    const wire = await connect();
    wire.buffered = 0;
    time.pass(1000);
    uplink.cover();
    end(uplink, blame.server);
    expect((await connect()).texts).to.deep.equal([]);
    expect(dropped).to.deep.equal([]);
  });

  it('is kept where the second server hung up before it got that far (E26)', async () => {
    const { uplink, connect, say, dropped } = setup();
    const wire = await connect();
    for (let i = 0; i < 250; i++) {
      say(1);
      wire.buffered = 0;
      time.pass(20);
    }
    end(uplink, blame.server);
    expect((await connect()).first, 'as much as a socket takes').to.have.length(107);
    end(uplink, blame.server);
    expect(dropped).to.deep.equal([]);
  });

  it('is given up as speech, counted and not sent again, when it went down with two servers (E26)', async () => {
    const { uplink, connect, say, dropped } = setup();
    const wire = await connect();
    for (let i = 0; i < 100; i++) {
      say(1);
      wire.buffered = 0;
      time.pass(50);
    }
    end(uplink, blame.server);
    await connect();
    end(uplink, blame.server);
    const [samples] = dropped as number[];
    const kept = 100 - samples! / 320;
    expect(kept).to.be.within(60, 61);
    expect((await connect()).first).to.deep.equal(range(0, kept));
    // The third and the fourth that hang up must mean what is left.
    end(uplink, blame.server);
    await connect();
    end(uplink, blame.server);
    expect(dropped).to.deep.equal([samples, kept * 320]);
    expect((await connect()).first).to.deep.equal([]);
  });

  it('outlives any number of hand-overs and some broken networks, speech more of them than a text (E26)', async () => {
    const { uplink, connect, say, dropped } = setup();
    uplink.write('text');
    say(10);
    for (let i = 0; i < 20; i++) {
      await connect();
      end(uplink, blame.planned);
    }
    for (let i = 0; i < 3; i++) {
      expect((await connect()).texts).to.deep.equal(['text']);
      time.pass(1000);
      end(uplink, blame.network);
    }
    expect(dropped).to.deep.equal([]);
    const wire = await connect();
    time.pass(1000);
    expect(wire.texts).to.deep.equal(['text']);
    end(uplink, blame.network);
    expect(dropped).to.deep.equal(['text']);
    for (let i = 0; i < 7; i++) {
      expect((await connect()).first).to.deep.equal(range(0, 10));
      end(uplink, blame.network);
    }
    expect(dropped).to.deep.equal(['text']);
    await connect();
    end(uplink, blame.network);
    expect(dropped).to.deep.equal(['text', 3200]);
  });

  it('goes out with the last word, and leaves no timer behind (E26)', async () => {
    const { uplink, connect, say } = setup();
    await connect();
    say(1);
    uplink.write('text');
    end(uplink, blame.server);
    const wire = await connect();
    expect(wire.texts).to.deep.equal([]);
    uplink.hangUp();
    expect(wire.all).to.deep.equal([0, 'text', 'pause']);
    expect(time.timers).to.equal(0);
  });
});

describe('the uplink of a caller who holds to talk', () => {
  function held() {
    const all = setup();
    all.uplink.marks.on = true;
    return all;
  }

  it('marks where each press begins and ends, and its end once', async () => {
    const { uplink, connect, say } = held();
    uplink.pause();
    const wire = await connect();
    say(2);
    uplink.pause();
    uplink.pause();
    say(1);
    uplink.pause();
    uplink.hangUp();
    expect(wire.all).to.deep.equal(['start', 0, 1, 'end', 'start', 2, 'end']);
  });

  it('keeps presses apart that wait for a session', async () => {
    const { uplink, connect, say } = held();
    say(2);
    uplink.pause();
    say(1);
    uplink.pause();
    expect((await connect()).all).to.deep.equal(['start', 0, 1, 'end', 'start', 2, 'end']);
  });

  it('writes a text between the presses around it', async () => {
    const { uplink, connect, say } = held();
    say(1);
    uplink.pause();
    uplink.write('text');
    say(1);
    expect((await connect()).all).to.deep.equal(['start', 0, 'end', 'text', 'start', 1]);
  });

  it('begins a press again over each session that it lasts for', async () => {
    const { uplink, connect, say } = held();
    await connect();
    say(1);
    uplink.detach('handle');
    const second = await connect();
    say(1);
    uplink.detach('handle');
    const third = await connect();
    say(1);
    uplink.pause();
    expect(second.all).to.deep.equal(['start', 0, 1]);
    expect(third.all).to.deep.equal(['start', 0, 1, 2, 'end']);
  });

  it('begins a press again though none of what was said goes again', async () => {
    const { uplink, connect, say } = held();
    await connect();
    say(2);
    uplink.detach('none');
    const wire = await connect();
    say(1);
    uplink.pause();
    expect(wire.all).to.deep.equal(['start', 2, 'end']);
  });

  it('ends a press over the next session where its end never went out, and all that was said had', async () => {
    const { uplink, connect, say } = held();
    await connect();
    say(2);
    uplink.detach('none');
    uplink.pause();
    expect((await connect()).all).to.deep.equal(['start', 'end']);
  });

  it('ends each of two presses again that went out and may not have arrived', async () => {
    const { uplink, connect, say } = held();
    await connect();
    say(1);
    uplink.pause();
    say(1);
    uplink.pause();
    uplink.detach('handle');
    expect((await connect()).all).to.deep.equal(['start', 0, 'end', 'start', 1, 'end']);
  });

  it('ends a press when the call ends, unless the server takes nothing', async () => {
    const open = held();
    const wire = await open.connect();
    open.say(1);
    open.uplink.hangUp();
    expect(wire.all).to.deep.equal(['start', 0, 'end']);
    const blocked = held();
    const silent = await blocked.connect();
    blocked.say(1);
    blocked.uplink.hold(true);
    blocked.uplink.hangUp();
    expect(silent.all).to.deep.equal(['start', 0]);
    const unused = held();
    const quiet = await unused.connect();
    unused.uplink.hangUp();
    expect(quiet.all).to.deep.equal([]);
  });

  it('keeps a text in its place while the tape holds several presses', async () => {
    const { uplink, connect } = held();
    const wire = await connect();
    const report = (taken: number, left: number) => {
      const captured = taken + left;
      uplink.report({ captured, held: left, taken, dropped: 0, missed: 0, level: 0 });
    };
    const push = (index: number, length: number) =>
      uplink.push({ index, samples: new Int16Array(length).fill(index) });
    // The tape holds a press of 330 samples and one of 310.
    report(0, 640);
    uplink.write('text');
    report(320, 320);
    push(0, 320);
    report(330, 310);
    push(320, 10);
    uplink.pause();
    report(640, 0);
    push(330, 310);
    uplink.pause();
    expect(wire.all).to.deep.equal(['start', 0, 320, 'end', 'start', 330, 'text', 'end']);
  });
});

describe('a message that cannot be sent', () => {
  it('F11 fails the call instead of blocking all speech behind it', async () => {
    const { uplink, connect, say, failures } = setup();
    const wire = await connect();
    const poison = new TypeError('This cannot be sent.');
    wire.refuse = poison;
    uplink.write('poison');
    say(1);
    expect(failures[0]).to.equal(poison);
  });

  it('waits for the next session when the socket is closed', async () => {
    const { uplink, connect, say, failures } = setup();
    const closed = await connect();
    closed.refuse = new CallError('session-lost');
    say(2);
    uplink.detach('handle');
    expect(failures).to.deep.equal([]);
    expect((await connect()).first).to.deep.equal([0, 1]);
  });
});

describe('the uplink of a call that goes on on another page', () => {
  /** Carries everything from one uplink to another, and returns what that sends. */
  async function goOn({ uplink }: ReturnType<typeof setup>) {
    const other = setup();
    other.uplink.inherit(uplink.carry());
    const { all } = await other.connect();
    return { ...other, all };
  }

  it('sends everything that was sent under no handle, and then what waited, in its order', async () => {
    const first = setup();
    await first.connect();
    first.say(2);
    first.uplink.write('after two');
    first.say(1);
    first.uplink.pause();
    first.uplink.detach('handle');
    first.say(2);
    first.uplink.write('after five');
    const { all, sent, say } = await goOn(first);
    expect(all).to.deep.equal([0, 1, 'after two', 2, 'pause', 3, 4, 'after five']);
    expect(sent.map(({ again }) => again)).to.deep.equal([true, true, true, false, false]);
    say(1);
    expect(all.at(-1)).to.equal(0);
  });

  it('sends it before a text that was written while it connects', async () => {
    const first = setup();
    first.say(2);
    const other = setup();
    other.uplink.inherit(first.uplink.carry());
    other.uplink.write('here');
    const { all } = await other.connect();
    expect(all).to.deep.equal([0, 1, 'here']);
  });

  it('carries the newest 30 seconds of a longer speech, and over more than one page', async () => {
    const first = setup();
    first.say(1510);
    const second = setup();
    second.uplink.inherit(first.uplink.carry());
    const { all } = await goOn(second);
    // The socket takes so much at once.
    expect(all.slice(0, 3)).to.deep.equal([10, 11, 12]);
  });

  it('has nothing to carry after all was sent with resend="none"', async () => {
    const first = setup();
    await first.connect();
    first.say(3);
    first.uplink.detach('none');
    expect(first.uplink.carry()).to.deep.equal([]);
  });
});

import { expect } from '@open-wc/testing';
import type { LiveCall } from '../src/element.js';
import { INPUT_RATE } from '../src/call/ports/format.js';
import { callOn, next, reaches, until } from './helpers/call.js';
import type { TestLine } from './helpers/line.js';
import { nextTask } from './helpers/next-task.js';
import { live, nothingLive } from './helpers/resources.js';

/** Hangs up, and holds the account of the page against what the server has heard on its last connection. */
async function expectOneAccount(call: LiveCall, line: TestLine) {
  await call.stop();
  expect(live()).to.deep.equal(nothingLive);
  const { connections, totals } = await line.report();
  const report = await line.waitFor({ closed: totals.connections });
  const { captured, sent, dropped, resent } = call.ledger;
  expect({ sent, dropped, resent }).to.deep.equal({ sent: captured, dropped: 0, resent: 0 });
  expect(report.connections.at(-1)?.samples).to.equal(sent);
  return connections.length;
}

describe('an element that is mounted twice', () => {
  it('G10 keeps its one session when it is taken out and in again within a task', async () => {
    const { call, line } = await callOn();
    void call.start();
    call.remove();
    document.body.append(call);
    await line.waitFor({ samples: INPUT_RATE });
    expect(live()).to.deep.equal({ contexts: 1, tracks: 1, sockets: 1 });
    expect((await line.report()).totals.tokenRequests).to.equal(1);
    expect(await expectOneAccount(call, line)).to.equal(1);
    call.remove();
  });

  it('G10 has one session when it starts, stops and starts within a task', async () => {
    const { call, line } = await callOn();
    const first = call.start().catch((reason: unknown) => reason);
    void call.stop();
    await call.start();
    expect(await first).to.include({ name: 'AbortError' });
    await line.waitFor({ samples: INPUT_RATE });
    expect(live()).to.deep.equal({ contexts: 1, tracks: 1, sockets: 1 });
    expect(await expectOneAccount(call, line)).to.equal(1);
    call.remove();
  });

  it('G10 has one session after the other when it is mounted in two tasks, and leaves nothing of the first', async () => {
    const { call, line } = await callOn();
    await call.start();
    await reaches(call, 'streaming');
    const ended = next(call, 'callend');
    call.remove();
    expect((await ended).reason).to.equal('removed');
    expect(live()).to.deep.equal(nothingLive);
    document.body.append(call);
    expect(call.state, 'nobody has asked for a call').to.equal('idle');
    await call.start();
    await line.waitFor({ closed: 1, setups: 2 });
    await reaches(call, 'streaming');
    expect(live()).to.deep.equal({ contexts: 1, tracks: 1, sockets: 1 });
    expect(await expectOneAccount(call, line)).to.equal(2);
    call.remove();
  });

  it('G10 hands the page over to an element that takes its place', async () => {
    const { call, line } = await callOn();
    await call.start();
    await reaches(call, 'streaming');
    const second = call.cloneNode() as LiveCall;
    Object.assign(second, {
      allowAutostart: true,
      baseUrl: line.baseUrl,
      tokenUrl: line.tokenUrl,
    });
    const ended = next(call, 'callend');
    call.replaceWith(second);
    await second.start();
    expect((await ended).ledger).to.include({ dropped: 0, held: 0, queued: 0 });
    await reaches(second, 'streaming');
    expect(live()).to.deep.equal({ contexts: 1, tracks: 1, sockets: 1 });
    expect(await expectOneAccount(second, line)).to.equal(2);
    second.remove();
  });
});

describe('an element that is out of the document for less than a task', () => {
  async function microtasks(count: number) {
    for (let i = 0; i < count; i++) await Promise.resolve();
  }

  const outFor = (count: number) => async (call: LiveCall) => {
    call.remove();
    await microtasks(count);
    document.body.append(call);
  };

  const later = async (depth: number): Promise<void> =>
    depth === 0 ? undefined : Promise.resolve().then(() => later(depth - 1));

  /** What page frameworks do with an element, and when it is back in its place. */
  const detours: Record<string, (call: LiveCall) => Promise<void> | void> = {
    'for 1 microtask': outFor(1),
    'for 4 microtasks, as Turbo does with what is permanent': outFor(4),
    'for 100 microtasks': outFor(100),
    'for a chain of nested promises': async (call) => {
      call.remove();
      await later(30);
      document.body.append(call);
    },
    'again and again': async (call) => {
      for (let i = 0; i < 5; i++) await outFor(i)(call);
    },
    'in a fragment': async (call) => {
      const fragment = new DocumentFragment();
      fragment.append(call);
      await microtasks(4);
      document.body.append(fragment);
    },
    'within an ancestor': async (call) => {
      const ancestor = document.createElement('main');
      document.body.append(ancestor);
      ancestor.append(call);
      ancestor.remove();
      await microtasks(4);
      document.body.append(ancestor);
    },
    'until an observer puts it back': (call) => {
      const place = document.createElement('main');
      document.body.append(place);
      place.append(call);
      return new Promise((resolve) => {
        const observer = new MutationObserver(() => {
          observer.disconnect();
          place.append(call);
          resolve();
        });
        observer.observe(place, { childList: true });
        place.innerHTML = '<p>Loading';
      });
    },
    'in the body that takes the place of the old one': async (call) => {
      const { body } = document;
      const next = body.cloneNode() as HTMLBodyElement;
      body.replaceWith(next);
      await microtasks(4);
      next.append(call);
    },
    'in a parsed document, as htmx does with what it preserves': async (call) => {
      const parsed = new DOMParser().parseFromString('<template><p></template>', 'text/html');
      const { content } = parsed.querySelector('template')!;
      content.querySelector('p')!.replaceWith(call);
      await microtasks(4);
      document.body.append(content);
    },
    'in the body of a parsed document, as Astro does with what persists': (call) => {
      const parsed = new DOMParser().parseFromString('<p>', 'text/html');
      parsed.querySelector('p')!.replaceWith(call);
      document.body.replaceWith(parsed.body);
    },
    'in the document of a frame': async (call) => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      frame.contentDocument!.body.append(call);
      await microtasks(4);
      document.body.append(call);
      frame.remove();
    },
  };
  if ('moveBefore' in Element.prototype) {
    detours['by moveBefore'] = (call) => {
      const place = document.createElement('main');
      document.body.append(place);
      place.moveBefore(call, null);
    };
  }

  for (const [how, detour] of Object.entries(detours)) {
    it(`keeps its call when it is out ${how} (H1)`, async () => {
      const { call, line } = await callOn();
      await call.start();
      await reaches(call, 'streaming');
      const told: string[] = [];
      for (const type of ['statechange', 'callend'] as const)
        call.addEventListener(type, () => told.push(type));
      await detour(call);
      const { totals } = await line.report();
      await line.waitFor({ samples: totals.samples + INPUT_RATE / 2 });
      expect(told).to.deep.equal([]);
      expect(live()).to.deep.equal({ contexts: 1, tracks: 1, sockets: 1 });
      const card = call.shadowRoot!.querySelector('.card')!;
      expect(getComputedStyle(card).borderRadius, 'its styles').to.not.equal('0px');
      expect(await expectOneAccount(call, line)).to.equal(1);
      call.remove();
    });
  }

  for (const [how, leave] of Object.entries<(call: LiveCall) => Promise<void> | void>({
    'is taken out': (call) => call.remove(),
    'goes with its parent': (call) => {
      const parent = document.createElement('main');
      document.body.append(parent);
      parent.append(call);
      parent.remove();
    },
    'is taken out again after it was back': async (call) => {
      await outFor(4)(call);
      call.remove();
    },
    'goes to a document without a window': (call) => {
      document.implementation.createHTMLDocument().body.append(call);
    },
  })) {
    it(`ends its call in the next task when it ${how} and stays out (H1)`, async () => {
      const { call, line } = await callOn();
      await call.start();
      await reaches(call, 'streaming');
      const ended = next(call, 'callend');
      await leave(call);
      await nextTask();
      expect(call.state).to.equal('idle');
      const { reason, ledger } = await ended;
      expect(reason).to.equal('removed');
      expect(live()).to.deep.equal(nothingLive);
      const { totals } = await line.waitFor({ closed: 1 });
      expect(ledger).to.include({ captured: totals.samples, sent: totals.samples, dropped: 0 });
    });
  }
});

describe('an element that is moved to another document', () => {
  /** A frame of the same origin, with a call that was moved into it while it streamed. */
  async function movedIntoFrame() {
    const { call, line } = await callOn();
    await call.start();
    await reaches(call, 'streaming');
    const before = getComputedStyle(call.shadowRoot!.querySelector('.card')!).borderRadius;
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const ended = next(call, 'callend');
    frame.contentDocument!.body.append(call);
    return { call, line, frame, ended, before };
  }

  it('G5 ends its call, with nothing left and nothing lost', async () => {
    const { call, line, frame, ended } = await movedIntoFrame();
    const { reason, ledger } = await ended;
    expect(reason).to.equal('removed');
    expect(live()).to.deep.equal(nothingLive);
    const { totals } = await line.waitFor({ closed: 1 });
    expect(ledger).to.include({ captured: totals.samples, sent: totals.samples, dropped: 0 });
    expect(call.state).to.equal('idle');
    frame.remove();
  });

  it('G5 looks as before and can call from there, until that document goes', async () => {
    const { call, line, frame, ended, before } = await movedIntoFrame();
    await ended;
    await call.updateComplete;
    const card = call.shadowRoot!.querySelector('.card')!;
    const view = frame.contentWindow!;
    expect(before).to.not.equal('0px');
    expect(view.getComputedStyle(card).borderRadius).to.equal(before);
    await call.start();
    await reaches(call, 'streaming');
    // From there on, no event of the element can be heard.
    frame.remove();
    expect(call.state).to.equal('idle');
    await line.waitFor({ closed: 2 });
    await until(() => Object.values(live()).every((count) => count === 0));
    expect(call.ledger.captured).to.equal(call.ledger.sent + call.ledger.dropped);
  });
});

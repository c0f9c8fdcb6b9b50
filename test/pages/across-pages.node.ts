import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { INPUT_RATE } from '../../src/call/ports/format.js';
import type { LedgerSnapshot } from '../../src/element.js';
import { openLine, type Script, type TestLine } from '../helpers/line.js';
import { openBrowser } from './browser.js';
import { openSite, type Site } from './site.js';
import { card, hangUp, press, speak, until, visit } from './visit.js';

declare global {
  /** In a page: what its calls said of lost contexts, and the bodies of its requests for a token. */
  var contexts: boolean[], bodies: Record<string, unknown>[];
}

/** Notes what a call does, and on a page that is left what came of it, where the next page can read it. */
function takeNotes(): void {
  globalThis.contexts = [];
  globalThis.bodies = [];
  addEventListener(
    'statechange',
    (event) => {
      const { state, contextLost } = event as Event & { state: string; contextLost: boolean };
      if (state === 'ready') contexts.push(contextLost);
    },
    { capture: true },
  );
  addEventListener(
    'callend',
    (event) => {
      const { ledger } = event as Event & { ledger: LedgerSnapshot };
      if (location.protocol !== 'about:') localStorage['ended'] = JSON.stringify(ledger);
    },
    { capture: true },
  );
  const { fetch } = globalThis;
  globalThis.fetch = (url, init) => {
    if (typeof init?.body === 'string') bodies.push(JSON.parse(init.body));
    return fetch(url, init);
  };
}

/** The name under which the session storage keeps a call. */
const ENTRY = 'live-call';

const balances = ({ captured, held, queued, sent, dropped, texts }: LedgerSnapshot) => {
  assert.equal(captured, held + queued + sent + dropped);
  assert.equal(texts.written, texts.waiting + texts.sent + texts.dropped);
};

describe('a call across pages', () => {
  let site: Site;
  let browser: Browser;

  before(async () => {
    site = await openSite();
    browser = await openBrowser();
  });
  // A page that a failed test leaves behind would hold up the next one.
  afterEach(async () => {
    for (const context of browser.browserContexts().slice(1)) await context.close();
  });
  after(async () => {
    await browser.close();
    await site.close();
  });

  const pageOf = (line: TestLine, attributes = 'across-pages="offer"', content = '') =>
    site.page(`
      <script src="/live-call.min.js"></script><a id="next">On</a>
      <live-call ${attributes} base-url="${line.baseUrl}" token-url="${line.tokenUrl}">${content}</live-call>`);

  async function visitCall(script: Script = {}, attributes?: string, content?: string) {
    const line = await openLine({ persona: 'silent', ...script });
    const url = pageOf(line, attributes, content);
    const { page, faults } = await visit(browser, url, takeNotes);
    return { line, page, faults, url };
  }

  /** Speaks until the line has heard a second. */
  async function talk(page: Page, line: TestLine): Promise<void> {
    await speak(page);
    await line.waitFor({ samples: INPUT_RATE });
  }

  /** Follows a link. */
  async function follow(page: Page, url: string): Promise<void> {
    await page.$eval('a', (link, url) => void (link.href = url), url);
    await Promise.all([page.waitForNavigation(), page.click('a')]);
  }

  const between = () => site.page('<a>On</a>');
  const kept = (page: Page) => page.evaluate((name) => sessionStorage.getItem(name), ENTRY);
  const ended = async (page: Page) =>
    JSON.parse(await page.evaluate(() => localStorage['ended'] as string)) as LedgerSnapshot;
  const offers = (page: Page) =>
    page.$$eval('live-call', async (calls) => {
      const found = [];
      for (const call of calls) {
        await call.updateComplete;
        found.push(!!call.shadowRoot?.querySelector('[part=continue]'));
      }
      return found;
    });

  /** Presses Continue; the microphone of this page speaks, too. */
  async function goOn(page: Page): Promise<void> {
    const button = await page.waitForSelector('live-call >>> [part=continue]');
    await button?.click();
    await until(page, 'streaming');
  }

  it('is offered by the next page and goes on there with the same session, which hears again what it may not know', async () => {
    const { page, line, faults } = await visitCall();
    await talk(page, line);
    await follow(page, pageOf(line));
    assert.deepEqual(await offers(page), [true]);
    assert.equal(await kept(page), null);
    const first = await ended(page);
    balances(first);
    const { samples: before } = (await line.waitFor({ closed: 1 })).totals;
    assert.equal(before, first.sent);
    await goOn(page);
    await line.waitFor({ samples: 2 * before + INPUT_RATE });
    const { ledger: second } = await hangUp(page);
    balances(second);
    const { connections, totals } = await line.waitFor({ closed: 2 });
    assert.equal(typeof connections[1]?.resumedFrom, 'string');
    assert.deepEqual(await page.evaluate(() => contexts), [false]);
    assert.equal(totals.connections, 2);
    assert.equal(totals.samples, first.sent + second.sent + second.resent);
    // The only handle was that of the beginning, so all of it goes again, and first.
    assert.equal(second.resent, first.sent);
    const pcm = await line.pcm();
    assert.deepEqual(pcm.slice(0, before), pcm.slice(before, 2 * before));
    assert.deepEqual(faults, []);
  });

  it('is offered after a reload, and by a press on Start begins anew', async () => {
    const { page, line } = await visitCall();
    await talk(page, line);
    await page.reload();
    assert.deepEqual(await offers(page), [true]);
    await press(page, 'start');
    await until(page, 'streaming');
    const { connections } = await line.report();
    assert.deepEqual(
      connections.map(({ resumedFrom }) => resumedFrom),
      [null, null],
    );
    await page.$eval('live-call', (call) => call.stop());
    assert.deepEqual(await offers(page), [false]);
  });

  it('is remembered by the parrot, to which one utterance goes on over the click on a link', async () => {
    const { page, line } = await visitCall({
      persona: 'parrot',
      pace: 0,
      vad: { silence: 3000 },
      handleEvery: INPUT_RATE / 2,
    });
    await talk(page, line);
    await follow(page, pageOf(line));
    await goOn(page);
    const { totals } = await line.report();
    await line.waitFor({ samples: totals.samples + INPUT_RATE });
    await page.$eval('live-call', (call) => void (call.micMuted = true));
    const { connections } = await line.waitFor({ turns: 1 });
    assert.deepEqual(
      connections.map(({ turns }) => turns),
      [0, 1],
    );
    await page.waitForFunction(
      () => (document.querySelector('live-call')?.ledger.playback.played ?? 0) > 24_000,
      { polling: 20 },
    );
  });

  it('takes along what was said while it had no session and waits on the tape', async () => {
    const { page, line, faults } = await visitCall();
    await talk(page, line);
    await line.change({ setupDelay: 60_000 });
    await line.do({ terminate: true });
    await page.waitForFunction(
      (enough) => document.querySelector('live-call')!.ledger.held > enough,
      { polling: 20 },
      INPUT_RATE,
    );
    const held = await page.$eval('live-call', ({ ledger }) => ledger.held);
    // A page comes over a network, and not before the audio thread has had its turn.
    await page.setRequestInterception(true);
    page.once('request', (request) => {
      const isSpilt = page.waitForFunction(
        () => document.querySelector('live-call')!.ledger.held < 640,
        { polling: 20, timeout: 10_000 },
      );
      void isSpilt.catch(() => {}).then(() => request.continue());
    });
    await follow(page, between());
    await page.setRequestInterception(false);
    const first = await ended(page);
    balances(first);
    const entry = JSON.parse((await kept(page)) ?? '') as {
      items: { again: boolean; pcm: string }[];
    };
    const fresh = entry.items.filter(({ again }) => !again);
    const samples = fresh.reduce((sum, { pcm }) => sum + Buffer.from(pcm, 'base64').length / 2, 0);
    assert.ok(samples > held - 320, `${samples} of ${held}`);
    await line.change({ setupDelay: 0 });
    await follow(page, pageOf(line));
    await goOn(page);
    // A part of what was sent may have been lost with the connection.
    const { connections } = await line.report();
    const heard = connections[0]?.samples ?? 0;
    await line.waitFor({ samples: heard + first.sent + samples + INPUT_RATE });
    const { ledger: second } = await hangUp(page);
    balances(second);
    await line.waitFor({ closed: 2 });
    const pcm = await line.pcm();
    assert.equal(pcm.length, heard + second.sent + second.resent);
    assert.equal(second.resent, first.sent);
    assert.deepEqual(pcm.slice(0, heard), pcm.slice(heard, 2 * heard));
    const waited = fresh.flatMap(({ pcm }) => [...Buffer.from(pcm, 'base64')]);
    const words = pcm.slice(heard + first.sent, heard + first.sent + samples);
    assert.deepEqual([...new Uint8Array(words.buffer)], waited);
    assert.deepEqual(faults, []);
  });

  it('keeps no token, and nothing at all where the owner has not asked for it', async () => {
    const { page, line } = await visitCall();
    await talk(page, line);
    await follow(page, between());
    const entry = (await kept(page)) ?? '';
    assert.match(entry, /"handle":"handle-/);
    assert.doesNotMatch(entry, /auth_tokens/);
    const other = await visitCall({}, '');
    await talk(other.page, other.line);
    await follow(other.page, between());
    assert.equal(await kept(other.page), null);
    assert.equal(await other.page.evaluate(() => sessionStorage.length), 0);
  });

  it('keeps nothing of a call that was hung up before, nor of one without a session', async () => {
    const { page, line } = await visitCall();
    await talk(page, line);
    await page.$eval('live-call', (call) => call.stop());
    await follow(page, between());
    assert.equal(await kept(page), null);
    const other = await visitCall({ hang: 'setup' });
    await press(other.page, 'start');
    await other.line.waitFor({ setups: 1 });
    await follow(other.page, between());
    assert.equal(await kept(other.page), null);
  });

  it('begins anew where the server does not have the session any more, and tells it the words', async () => {
    const { page, line, faults } = await visitCall();
    await talk(page, line);
    await line.do({
      frames: [{ serverContent: { inputTranscription: { text: 'A table for two.' } } }],
    });
    await page.$eval('live-call', (call) => call.sendText('At eight.'));
    await line.waitFor({ written: 1 });
    await line.change({ refuseHandle: { code: 1008, reason: 'Session not found.' } });
    await follow(page, pageOf(line));
    await goOn(page);
    const { samples } = (await line.report()).totals;
    await line.waitFor({ samples: samples + INPUT_RATE });
    assert.deepEqual(await page.evaluate(() => contexts), [true]);
    const { ledger } = await hangUp(page);
    balances(ledger);
    const { connections } = await line.report();
    const written = JSON.stringify(connections.at(-1)?.written);
    assert.match(written, /A table for two\./);
    // In the history or again by itself, but once.
    assert.equal(written.split('At eight.').length, 2);
    assert.deepEqual(faults, []);
  });

  it('is offered no more a minute after it was cut off', async () => {
    for (const [age, offered] of [
      [50_000, true],
      [61_000, false],
      [-5000, false],
    ] as const) {
      const { page, line, faults } = await visitCall();
      await talk(page, line);
      await follow(page, between());
      await page.evaluate(
        (name, age) => {
          const entry = JSON.parse(sessionStorage[name]) as { left: number };
          sessionStorage[name] = JSON.stringify({ ...entry, left: Date.now() - age });
        },
        ENTRY,
        age,
      );
      await follow(page, pageOf(line));
      assert.deepEqual(await offers(page), [offered], `${age} ms`);
      assert.equal(await kept(page), null);
      assert.deepEqual(faults, []);
    }
  });

  it('is not offered by an element with another token-url, and is there for the right one', async () => {
    const { page, line } = await visitCall();
    await talk(page, line);
    const other = await openLine({ persona: 'silent' });
    await follow(page, pageOf(other));
    assert.deepEqual(await offers(page), [false]);
    await follow(page, pageOf(line));
    assert.deepEqual(await offers(page), [true]);
    await goOn(page);
    assert.equal((await other.report()).totals.connections, 0);
  });

  it('is offered by one of two elements, and on the page after if nobody went on with it', async () => {
    const { page, line } = await visitCall();
    await talk(page, line);
    const call = `<live-call across-pages="offer" base-url="${line.baseUrl}" token-url="${line.tokenUrl}"></live-call>`;
    const both = `<script src="/live-call.min.js"></script><a>On</a>${call}${call}`;
    await follow(page, site.page(both));
    assert.deepEqual(await offers(page), [true, false]);
    // An element that a framework takes out leaves it to the next.
    await page.$eval('live-call', (call) => call.remove());
    await page.$eval('live-call', (call) => document.body.append(call));
    assert.deepEqual(await offers(page), [true]);
    await follow(page, pageOf(line));
    assert.deepEqual(await offers(page), [true]);
    await goOn(page);
    assert.equal(typeof (await line.report()).connections[1]?.resumedFrom, 'string');
  });

  it('goes on in one tab only, though a duplicate of the tab has a copy', async () => {
    const { page, line } = await visitCall();
    await talk(page, line);
    await follow(page, between());
    const copy = await kept(page);
    const duplicate = await page.browserContext().newPage();
    await duplicate.goto(between());
    await duplicate.evaluate((name, copy) => void (sessionStorage[name] = copy), ENTRY, copy);
    await page.bringToFront();
    await follow(page, pageOf(line));
    await goOn(page);
    await duplicate.bringToFront();
    await follow(duplicate, pageOf(line));
    assert.deepEqual(await offers(duplicate), [false]);
    assert.equal(await kept(duplicate), null);
  });

  it('goes on by itself where the owner wants it and the browser lets it', async () => {
    const { page, line } = await visitCall({}, 'across-pages="auto"');
    await page.browserContext().overridePermissions(site.origin, ['microphone']);
    await talk(page, line);
    await follow(page, pageOf(line, 'across-pages="auto"'));
    await until(page, 'streaming');
    const { connections } = await line.report();
    assert.equal(typeof connections[1]?.resumedFrom, 'string');
  });

  for (const [why, stub] of Object.entries<() => void>({
    'the microphone is not allowed for good': () => {
      navigator.permissions.query = async () => ({ state: 'prompt' }) as PermissionStatus;
    },
    'the browser does not know the permission': () => {
      navigator.permissions.query = () => Promise.reject(new TypeError('No such name.'));
    },
    'the browser holds the audio': () => {
      AudioContext.prototype.resume = () => new Promise(() => {});
    },
  })) {
    it(`is only offered, though the owner wants more, where ${why}`, async () => {
      const { page, line, faults } = await visitCall({}, 'across-pages="auto"');
      await page.browserContext().overridePermissions(site.origin, ['microphone']);
      await talk(page, line);
      await page.evaluateOnNewDocument(stub);
      await follow(page, pageOf(line, 'across-pages="auto"'));
      const then = await page.evaluate(() => performance.now());
      const passed = (then: number) => performance.now() > then + 1500;
      await page.waitForFunction(passed, { polling: 50 }, then);
      assert.deepEqual(await offers(page), [true]);
      assert.deepEqual(await page.evaluate(() => told), []);
      assert.equal((await line.report()).totals.connections, 1);
      assert.deepEqual(faults, []);
    });
  }

  it('goes on in writing with one transcript and one clock, without a second greeting and without a microphone', async () => {
    const attributes = 'across-pages="offer" text-input greeting="Say hello."';
    const { page, line, faults } = await visitCall({}, attributes);
    await page.evaluateOnNewDocument(() => {
      navigator.mediaDevices.getUserMedia = async () => {
        throw new Error('A microphone was asked for.');
      };
    });
    const write = await page.waitForSelector('live-call >>> [part=write]');
    await write?.click();
    await until(page, 'ready');
    const send = (text: string) =>
      page.$eval('live-call', (call, text) => call.sendText(text), text);
    const items = () =>
      page.$eval('live-call', ({ transcript }) =>
        transcript.map(({ id, speaker, text, final }) => ({ id, speaker, text, final })),
      );
    await send('On the first page');
    await line.waitFor({ written: 2 });
    const before = await items();
    assert.deepEqual(
      before.map(({ text }) => text),
      ['On the first page'],
    );
    await follow(page, between());
    await page.evaluate((name) => {
      const entry = JSON.parse(sessionStorage[name]) as { began: number };
      sessionStorage[name] = JSON.stringify({ ...entry, began: entry.began - 600_000 });
    }, ENTRY);
    await follow(page, pageOf(line, attributes));
    const button = await page.waitForSelector('live-call >>> [part=continue]');
    await button?.click();
    await until(page, 'ready');
    assert.match(await card(page), /10:\d\d/);
    await send('On the second page');
    await line.waitFor({ written: 4 });
    const [first, second, ...others] = await items();
    assert.deepEqual([first], before);
    assert.equal(second?.text, 'On the second page');
    assert.ok(second.id > (first?.id ?? Infinity));
    assert.deepEqual(others, []);
    assert.equal(await page.$eval('live-call', (call) => call.matches(':state(text-only)')), true);
    assert.equal(await page.$eval('live-call', ({ captions }) => captions), 'on');
    const { connections } = await line.report();
    assert.equal(typeof connections[1]?.resumedFrom, 'string');
    assert.deepEqual(
      connections.map(({ written }) => written.map(({ text }) => text)),
      [
        ['Say hello.', 'On the first page'],
        // The handle is older than this text.
        ['On the first page', 'On the second page'],
      ],
    );
    assert.deepEqual(faults, []);
    await page.close();
  });

  it('goes on as muted as it was', async () => {
    const { page, line } = await visitCall();
    await talk(page, line);
    await page.$eval('live-call', (call) =>
      Object.assign(call, { micMuted: true, muted: true, volume: 0.25 }),
    );
    await follow(page, pageOf(line));
    const button = await page.waitForSelector('live-call >>> [part=continue]');
    await button?.click();
    await until(page, 'ready');
    assert.deepEqual(
      await page.$eval('live-call', ({ micMuted, muted, volume }) => [micMuted, muted, volume]),
      [true, true, 0.25],
    );
  });

  for (const entry of [
    'null',
    '{}',
    'x',
    '[]',
    '{"items":[{"pcm":"AAA"}],"words":[]}',
    '{"items":[{"pcm":7}],"words":[]}',
  ]) {
    it(`is not offered where something else has written into the storage: ${entry}`, async () => {
      const line = await openLine({ persona: 'silent' });
      const { page, faults } = await visit(browser, between(), takeNotes);
      await page.evaluate((name, entry) => void (sessionStorage[name] = entry), ENTRY, entry);
      await follow(page, pageOf(line));
      assert.deepEqual(await offers(page), [false]);
      await press(page, 'start');
      await until(page, 'streaming');
      assert.deepEqual(faults, []);
    });
  }

  it('ends with its page where the browser stores nothing', async () => {
    const { page, line, faults } = await visitCall();
    await talk(page, line);
    await page.evaluate(() => {
      Object.defineProperty(globalThis, 'sessionStorage', {
        get() {
          throw new DOMException('Nothing is stored.', 'SecurityError');
        },
      });
    });
    await follow(page, pageOf(line));
    assert.deepEqual(await offers(page), [false]);
    balances(await ended(page));
    assert.deepEqual(faults, []);
  });

  it('takes the ticket of the broker along, and gives it back with the next request', async () => {
    const { page, line } = await visitCall();
    await line.change({ tokens: { body: { token: await line.token(), ticket: 'ticket-1' } } });
    await talk(page, line);
    assert.equal(await page.evaluate(() => 'ticket' in bodies[0]!), false);
    await line.change({ tokens: {} });
    await follow(page, pageOf(line));
    await goOn(page);
    const [body] = await page.evaluate(() => bodies);
    assert.equal(body?.['ticket'], 'ticket-1');
    assert.equal(typeof body?.['handle'], 'string');
  });

  it('needs no second consent to the same terms, and one to others, also where none is remembered', async () => {
    const terms = (version: string, how = 'offer') =>
      `across-pages="${how}" consent-key="${version}"`;
    const { page, line } = await visitCall({}, terms('1'), '<p slot="consent">Terms</p>');
    await page.browserContext().overridePermissions(site.origin, ['microphone']);
    await press(page, 'start');
    const agree = await page.waitForSelector('live-call >>> [part=agree]');
    const then = await page.evaluate(() => performance.now());
    const rested = (then: number) => performance.now() > then + 750;
    await page.waitForFunction(rested, { polling: 10 }, then);
    await agree?.click();
    await line.waitFor({ samples: INPUT_RATE });
    await page.evaluate(() => localStorage.clear());
    await follow(page, pageOf(line, terms('2', 'auto')));
    const button = await page.waitForSelector('live-call >>> [part=continue]');
    await button?.click();
    await page.waitForSelector('live-call >>> [part=consent]');
    assert.equal((await line.report()).totals.connections, 1);
    await follow(page, pageOf(line, terms('1')));
    await goOn(page);
  });
});

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { openLine } from '../helpers/line.js';
import { openBrowser } from './browser.js';
import { openSite, type Site } from './site.js';
import { card, press, until, visit } from './visit.js';

declare global {
  /** In a page: everything that a call has asked the browser for, and the answers to the question for consent. */
  var opened: string[], agreed: { version: string; time: string; bubbles: boolean }[];
}

/** Notes in the page whatever a call opens, before anything of it does. */
function takeNotes(): void {
  globalThis.opened = [];
  globalThis.agreed = [];
  const { mediaDevices } = navigator;
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = (constraints) => {
    opened.push(`microphone ${navigator.userActivation.isActive}`);
    return getUserMedia(constraints);
  };
  const { fetch, AudioContext, WebSocket } = globalThis;
  globalThis.fetch = (...request) => {
    opened.push('token');
    return fetch(...request);
  };
  globalThis.AudioContext = class extends AudioContext {
    constructor(options?: AudioContextOptions) {
      super(options);
      opened.push(`audio ${navigator.userActivation.isActive}`);
    }
  };
  globalThis.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      opened.push('socket');
    }
  };
  addEventListener(
    'consent',
    (event) => {
      const { version, time, bubbles } = event as Event & { version: string; time: string };
      agreed.push({ version, time, bubbles });
    },
    { capture: true },
  );
}

describe('consent before a call', () => {
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

  const words = '<p slot="consent">We keep <a href="/terms">a record</a>.</p>';

  async function pageWith(attributes: string, content = words): Promise<string> {
    const line = await openLine({ persona: 'silent' });
    return site.page(
      `<script src="/live-call.min.js"></script>
      <button id="own" onclick="document.querySelector('live-call').start()">Talk to us</button>
      <live-call ${attributes} base-url="${line.baseUrl}" token-url="${line.tokenUrl}">${content}</live-call>`,
    );
  }

  async function visitCall(
    attributes = 'consent-key="terms-1"',
    content = words,
    more?: () => void,
  ) {
    const url = await pageWith(attributes, content);
    const { page, faults } = await visit(browser, url, takeNotes);
    if (more) {
      await page.evaluateOnNewDocument(more);
      await page.reload();
    }
    return { page, faults };
  }

  const opened = (page: Page) => page.evaluate(() => globalThis.opened);
  const stateOf = (page: Page) => page.$eval('live-call', ({ state }) => state);
  const isAsked = (page: Page) =>
    page.$eval('live-call', async (call) => {
      await call.updateComplete;
      return !!call.shadowRoot?.querySelector('[part=consent]');
    });

  /** Clicks on a part as a person does who has read what is there. */
  async function answer(page: Page, part: 'agree' | 'later') {
    const button = await page.waitForSelector(`live-call >>> [part=${part}]`);
    const then = await page.evaluate(() => performance.now());
    const rested = (then: number) => performance.now() > then + 750;
    await page.waitForFunction(rested, { polling: 10 }, then);
    await button?.click();
  }

  const focused = (page: Page) =>
    page.evaluate(() => {
      const inside = document.activeElement?.shadowRoot?.activeElement;
      return (inside ?? document.activeElement)?.textContent?.trim();
    });

  it('is asked for before any microphone, audio, token or socket, and the click that agrees starts the call', async () => {
    const { page, faults } = await visitCall();
    await press(page, 'start');
    assert.equal(await isAsked(page), true);
    assert.match(await card(page), /Before we talk/);
    const words = await page.$eval('live-call', (call) => {
      const slot = call.shadowRoot?.querySelector<HTMLSlotElement>('slot[name=consent]');
      return slot?.assignedElements().map(({ textContent }) => textContent);
    });
    assert.deepEqual(words, ['We keep a record.']);
    assert.deepEqual(await opened(page), []);
    assert.equal(await stateOf(page), 'idle');
    await answer(page, 'agree');
    await until(page, 'streaming');
    assert.deepEqual((await opened(page)).toSorted(), [
      'audio true',
      'microphone true',
      'socket',
      'token',
    ]);
    const [event, ...others] = await page.evaluate(() => agreed);
    assert.deepEqual(others, []);
    assert.deepEqual([event?.version, event?.bubbles], ['terms-1', false]);
    assert.equal(new Date(event?.time ?? '').toISOString(), event?.time);
    assert.deepEqual(faults, []);
  });

  it('is asked for once for each version on a site, and again for another one', async () => {
    const { page } = await visitCall();
    await press(page, 'start');
    await answer(page, 'agree');
    await until(page, 'streaming');
    await page.goto(await pageWith('consent-key="terms-1"'));
    await press(page, 'start');
    await until(page, 'streaming');
    assert.deepEqual(await page.evaluate(() => agreed), []);
    await page.goto(await pageWith('consent-key="terms-2"'));
    await press(page, 'start');
    assert.equal(await isAsked(page), true);
    assert.deepEqual(await opened(page), []);
  });

  it('is asked for each time where the browser stores nothing', async () => {
    const { page, faults } = await visitCall(undefined, undefined, () => {
      Object.defineProperty(globalThis, 'localStorage', {
        get() {
          throw new DOMException('Nothing is stored.', 'SecurityError');
        },
      });
    });
    for (const _ of [1, 2]) {
      await page.evaluate(() => void (told.length = 0));
      await press(page, 'start');
      await answer(page, 'agree');
      await until(page, 'streaming');
      await page.$eval('live-call', (call) => call.stop());
      const rested = (then: number) => performance.now() > then + 750;
      const then = await page.evaluate(() => performance.now());
      await page.waitForFunction(rested, { polling: 10 }, then);
    }
    assert.equal(await page.evaluate(() => agreed.length), 2);
    assert.deepEqual(faults, []);
  });

  it('is asked for each time where the words have no version, and never without words and version', async () => {
    const { page } = await visitCall('');
    for (const _ of [1, 2]) {
      await press(page, 'start');
      assert.equal(await isAsked(page), true);
      await answer(page, 'agree');
      await page.waitForFunction(() => told.at(-1) === 'streaming', { polling: 10 });
      await page.$eval('live-call', (call) => call.stop());
    }
    assert.deepEqual(await page.evaluate(() => agreed.map(({ version }) => version)), ['', '']);
    const plain = (await visitCall('', '')).page;
    await press(plain, 'start');
    await until(plain, 'streaming');
    assert.deepEqual(await plain.evaluate(() => agreed), []);
  });

  it('is not given by a double click on the start button, nor by a third one', async () => {
    const { page } = await visitCall();
    const start = await page.waitForSelector('live-call >>> [part=start]');
    const box = await start?.boundingBox();
    assert.ok(box);
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    // Wherever the layout puts it, the second click finds it.
    const agree = await page.waitForSelector('live-call >>> [part=agree]');
    await agree?.click({ count: 2 });
    assert.equal(await isAsked(page), true);
    assert.deepEqual(await opened(page), []);
    assert.deepEqual(await page.evaluate(() => agreed), []);
    await answer(page, 'agree');
    await until(page, 'streaming');
  });

  it('is not given by a key that is held, and can be given by the keyboard', async () => {
    const { page } = await visitCall();
    await page.waitForSelector('live-call >>> [part=start]');
    await page.$eval('live-call', (call) => call.focus());
    await page.keyboard.down('Enter');
    await page.waitForSelector('live-call >>> [part=consent]');
    assert.equal(await focused(page), 'Before we talk');
    await page.keyboard.down('Enter');
    await page.keyboard.up('Enter');
    assert.equal(await isAsked(page), true);
    // The link of the owner, Not now, Agree.
    for (const _ of [1, 2, 3]) await page.keyboard.press('Tab');
    assert.equal(await focused(page), 'Agree and start');
    const rested = (then: number) => performance.now() > then + 750;
    const then = await page.evaluate(() => performance.now());
    await page.waitForFunction(rested, { polling: 10 }, then);
    await page.keyboard.press('Enter');
    await until(page, 'streaming');
  });

  it('is named for a screen reader by its heading, and the focus is on it', async () => {
    const { page } = await visitCall();
    await press(page, 'start');
    assert.equal(await isAsked(page), true);
    const found = JSON.stringify(await page.accessibility.snapshot({ interestingOnly: false }));
    assert.match(found, /"role":"group"[^{}]*"name":"Before we talk"/);
    assert.match(found, /"role":"heading"[^{}]*"name":"Before we talk"/);
    assert.equal(await focused(page), 'Before we talk');
  });

  it('is refused by Not now: nothing is opened, the focus is back on the start button, and it is asked again', async () => {
    const { page } = await visitCall();
    await press(page, 'start');
    await answer(page, 'later');
    assert.equal(await isAsked(page), false);
    assert.equal(await focused(page), 'Start call');
    assert.deepEqual(await opened(page), []);
    assert.deepEqual(await page.evaluate(() => told), []);
    await answer(page, 'start' as 'later');
    assert.equal(await isAsked(page), true);
  });

  it("keeps a start of the page's own waiting, which Not now rejects with an AbortError, and gives its button the focus back", async () => {
    const { page, faults } = await visitCall();
    await page.click('#own');
    assert.equal(await isAsked(page), true);
    assert.equal(await focused(page), 'Before we talk');
    const outcome = page.$eval('live-call', async (call) => {
      let asked = 0;
      call.addEventListener('beforestart', () => (asked += 1));
      const settled = await Promise.allSettled([call.start(), call.start()]);
      return settled.map((one) => (one.status === 'rejected' ? (one.reason as Error).name : asked));
    });
    await answer(page, 'later');
    assert.deepEqual(await outcome, ['AbortError', 'AbortError']);
    assert.equal(await focused(page), 'Talk to us');
    assert.deepEqual(await opened(page), []);
    assert.deepEqual(faults, []);
  });

  it('fires beforestart once before it asks, and asks nobody when that is canceled', async () => {
    const { page } = await visitCall();
    await page.$eval('live-call', (call) => {
      call.addEventListener('beforestart', () => told.push('beforestart'));
      call.addEventListener('consent', () => told.push('consent'));
    });
    await press(page, 'start');
    assert.deepEqual(await page.evaluate(() => told), ['beforestart']);
    await answer(page, 'agree');
    await until(page, 'streaming');
    assert.deepEqual((await page.evaluate(() => told)).slice(0, 3), [
      'beforestart',
      'consent',
      'connecting',
    ]);
    const canceled = (await visitCall()).page;
    await canceled.$eval('live-call', (call) =>
      call.addEventListener('beforestart', (event) => event.preventDefault()),
    );
    await press(canceled, 'start');
    assert.equal(await isAsked(canceled), false);
  });

  for (const how of ['stop()', 'its removal', 'a listener of consent that stops it'] as const) {
    it(`is not asked for any more after ${how}, and the start that waits is rejected`, async () => {
      const { page, faults } = await visitCall();
      await page.click('#own');
      assert.equal(await isAsked(page), true);
      const reason = page.$eval('live-call', (call) =>
        call.start().then(
          () => 'started',
          (error: Error) => error.name,
        ),
      );
      if (how === 'stop()') await page.$eval('live-call', (call) => call.stop());
      else if (how === 'its removal') {
        await page.$eval('live-call', (call) => {
          call.remove();
          setTimeout(() => document.body.append(call), 50);
        });
        await reason;
        await page.waitForSelector('live-call');
      } else {
        await page.$eval('live-call', (call) =>
          call.addEventListener('consent', () => void call.stop()),
        );
        await answer(page, 'agree');
      }
      assert.equal(await reason, 'AbortError');
      assert.equal(await isAsked(page), false);
      assert.deepEqual(await opened(page), []);
      assert.deepEqual(faults, []);
    });
  }

  it('is still asked for after the element was moved within its page', async () => {
    const { page } = await visitCall();
    await press(page, 'start');
    await page.$eval('live-call', (call) => document.body.prepend(call));
    assert.equal(await isAsked(page), true);
    await answer(page, 'agree');
    await until(page, 'streaming');
  });

  it('is not asked for by a page that nobody has touched', async () => {
    const start = `<script>addEventListener('load', () =>
      document.querySelector('live-call').start().catch(({ name }) => (document.title = name)))</script>`;
    const { page } = await visitCall(undefined, words + start);
    await page.waitForFunction(() => document.title === 'NotAllowedError', { polling: 10 });
    assert.equal(await isAsked(page), false);
  });
});

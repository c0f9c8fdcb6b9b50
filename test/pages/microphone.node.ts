import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Frame, Page } from 'puppeteer-core';
import { openLine, type TestLine } from '../helpers/line.js';
import { openBrowser } from './browser.js';
import { openSite, type Site } from './site.js';
import { card, failure, live, nothingLive, press, until, visit } from './visit.js';

describe('a call whose audio does not start', () => {
  let site: Site;
  let line: TestLine;
  let url: string;
  /** Plays no audio without a click, as browsers do. */
  let browser: Browser;

  before(async () => {
    site = await openSite();
    line = await openLine({ persona: 'silent' });
    url = site.page(pageOf(line));
    browser = await openBrowser({
      without: ['--autoplay-policy'],
      flags: ['--host-resolver-rules=MAP insecure.test 127.0.0.1'],
    });
  });
  after(async () => {
    await browser.close();
    await site.close();
  });

  const pageOf = ({ baseUrl, tokenUrl }: TestLine) => `
    <script type="module" src="/resources.js"></script>
    <script src="/live-call.min.js"></script>
    <live-call base-url="${baseUrl}" token-url="${tokenUrl}"></live-call>`;

  /** Fails to call in a browser of its own. */
  async function failureIn(flags: Parameters<typeof openBrowser>[0]) {
    const own = await openBrowser(flags);
    try {
      const { page, faults } = await visit(own, url);
      return { ...(await failure(page)), live: await live(page), faults };
    } finally {
      await own.close();
    }
  }

  it('A1 fails with mic-denied, and the way to unblock it, when the microphone is blocked', async () => {
    const flags = ['--use-fake-ui-for-media-stream=deny'];
    const { card, ...failed } = await failureIn({ without: ['--use-fake-ui'], flags });
    assert.deepEqual(failed, {
      code: 'mic-denied',
      detail: 'NotAllowedError: Permission denied',
      state: 'idle',
      told: ['connecting', 'idle', 'callerror', 'callend'],
      live: nothingLive,
      faults: [
        'live-call: mic-denied: NotAllowedError: Permission denied. Nothing: the caller said no.',
      ],
    });
    assert.match(card, /Your microphone is blocked\. Allow it in the site settings/);
  });

  it('A2 can ask again after the question was closed', async () => {
    const { page } = await visit(browser, url, () => {
      const { mediaDevices } = navigator;
      const ask = mediaDevices.getUserMedia.bind(mediaDevices);
      // The words are Chromium's.
      mediaDevices.getUserMedia = () => {
        mediaDevices.getUserMedia = ask;
        return Promise.reject(new DOMException('Permission dismissed', 'NotAllowedError'));
      };
    });
    const failed = await failure(page);
    assert.equal(failed.code, 'mic-dismissed');
    assert.match(failed.card, /No microphone was allowed\. Call again and choose Allow\./);
    assert.deepEqual(await live(page), nothingLive);
    await press(page, 'start');
    await until(page, 'streaming');
  });

  it('A3 waits while nobody answers the question, and lets go at once', async () => {
    const { page } = await visit(browser, url, () => {
      navigator.mediaDevices.getUserMedia = () => new Promise(() => {});
    });
    await press(page, 'start');
    await until(page, 'connecting');
    assert.match(
      await card(page),
      /Waiting for your microphone Choose Allow if your browser asks\./,
    );
    await press(page, 'end');
    await until(page, 'callend');
    assert.deepEqual(await live(page), nothingLive);
  });

  it('A5 says so when there is no microphone', async () => {
    const { card, ...failed } = await failureIn({ without: ['--use-fake-device'] });
    assert.equal(failed.code, 'no-mic');
    assert.deepEqual(failed.live, nothingLive);
    assert.match(card, /No microphone was found\. Connect one, then call again\./);
  });

  it('A6 says so when the microphone does not start', async () => {
    const { card, ...failed } = await failureIn({ flags: ['--fail-audio-stream-creation'] });
    assert.equal(failed.code, 'mic-busy');
    assert.deepEqual(failed.live, nothingLive);
    assert.match(card, /The microphone is busy\. Close what else uses it/);
  });

  const titleOf = async (page: Page): Promise<string> => {
    const client = await page.createCDPSession();
    const { targetInfos } = await client.send('Target.getTargets');
    await client.detach();
    return targetInfos.find(({ url }) => url === page.url())?.title ?? '';
  };

  /** The innermost frame of a page that was opened in a browser of its own. */
  async function innermost(html: string, headers: Record<string, string> = {}): Promise<Frame> {
    const { page } = await visit(browser, site.page(html, headers));
    return page.frames().at(-1)!;
  }

  const elsewhere = (address: string) => address.replace('127.0.0.1', 'localhost');
  const policy = (list: string) => ({ 'permissions-policy': `microphone=${list}` });

  /** Calls, and fails by a fault of the page before anything is spent. Returns the detail. */
  async function forbidden(frame: Frame): Promise<string> {
    const own = await openLine({ persona: 'silent' });
    await frame.$eval(
      'live-call',
      (call, { baseUrl, tokenUrl }) => Object.assign(call, { baseUrl, tokenUrl }),
      { baseUrl: own.baseUrl, tokenUrl: own.tokenUrl },
    );
    const { code, detail, card } = await failure(frame);
    assert.equal(code, 'mic-forbidden');
    assert.match(card, /do not work here now\. Try another way to reach this site/);
    const { tokenRequests, dials } = (await own.report()).totals;
    assert.deepEqual({ tokenRequests, dials }, { tokenRequests: 0, dials: 0 });
    await frame.page().browserContext().close();
    return detail ?? '';
  }

  async function streams(frame: Frame): Promise<void> {
    await press(frame, 'start');
    await until(frame, 'streaming');
    await frame.page().browserContext().close();
  }

  it('the header Permissions-Policy that forbids a page its microphone is named at once (J1)', async () => {
    for (const list of ['()', '("https://other.example")']) {
      const detail = await forbidden(await innermost(pageOf(line), policy(list)));
      assert.match(detail, /Permissions-Policy.*microphone=\(self\)/);
      assert.doesNotMatch(detail, /frame/);
    }
    for (const list of ['(self)', '*']) await streams(await innermost(pageOf(line), policy(list)));
  });

  it('A8 names the attribute of the frame that was not given the microphone (J1)', async () => {
    const frame = `<iframe src="${elsewhere(url)}"></iframe>`;
    const nested = elsewhere(site.page(`<iframe src="${url}" allow="microphone"></iframe>`));
    const detail = await forbidden(await innermost(frame));
    assert.match(detail, /<iframe allow="microphone">/);
    await forbidden(await innermost(`<iframe src="${nested}"></iframe>`));
    await forbidden(await innermost(`<iframe src="${url}" allow="microphone 'none'"></iframe>`));
    await streams(await innermost(frame.replace('<iframe', '<iframe allow="microphone"')));
    await streams(await innermost(`<iframe src="${nested}" allow="microphone"></iframe>`));
    await streams(await innermost(`<iframe src="${url}"></iframe>`));
  });

  it('a page whose header keeps the microphone from a frame that has the attribute is told so (J1)', async () => {
    const frame = `<iframe src="${elsewhere(url)}" allow="microphone"></iframe>`;
    const { origin } = new URL(elsewhere(url));
    for (const list of ['()', '(self)']) {
      const detail = await forbidden(await innermost(frame, policy(list)));
      assert.ok(detail.includes(`microphone=(self "${origin}")`));
    }
    await streams(await innermost(frame, policy(`(self "${origin}")`)));
  });

  it('A9 names the sandbox that leaves a page without an origin (J1)', async () => {
    const source = pageOf(line).replaceAll('"', '&quot;').replaceAll('="/', `="${site.origin}/`);
    const html = source.replace('&quot;/live-call', `&quot;${site.origin}/live-call`);
    const shown = [
      `srcdoc="${html}" sandbox="allow-scripts"`,
      `srcdoc="${html}" sandbox="allow-scripts" allow="microphone *"`,
      `src="${url}" sandbox="allow-scripts" allow="microphone"`,
    ];
    for (const attributes of shown) {
      const detail = await forbidden(await innermost(`<iframe ${attributes}></iframe>`));
      assert.match(detail, /sandbox.*allow-same-origin/);
    }
    const headers = { 'content-security-policy': 'sandbox allow-scripts' };
    assert.match(await forbidden(await innermost(pageOf(line), headers)), /allow-same-origin/);
    const whole = 'sandbox="allow-scripts allow-same-origin"';
    await streams(await innermost(`<iframe src="${url}" ${whole}></iframe>`));
  });

  it('A8 guesses at the frame where the browser does not tell its policy (J1)', async () => {
    const html = `<iframe src="${elsewhere(url)}"></iframe>`;
    const { page } = await visit(browser, site.page(html), () =>
      Object.defineProperty(Document.prototype, 'featurePolicy', { value: undefined }),
    );
    const { code, detail } = await failure(page.frames().at(-1)!);
    assert.equal(code, 'mic-denied');
    assert.match(detail ?? '', /<iframe allow="microphone">/);
  });

  it('A10 says so, and renders all the same, when the page is not secure', async () => {
    const own = site.page(
      pageOf(line).replace('<script type="module" src="/resources.js"></script>', ''),
    );
    const { page, faults } = await visit(browser, own.replace('127.0.0.1', 'insecure.test'));
    assert.match(await card(page), /Start call/);
    const failed = await failure(page);
    assert.equal(failed.code, 'insecure-context');
    assert.equal(failed.state, 'idle');
    assert.match(failed.card, /This page is not secure.*Open it over https/);
    assert.equal(faults.length, 1);
    assert.match(faults[0]!, /^live-call: insecure-context: .* Serve the page over https\.$/);
  });

  it('A13 is no matter of a click: a page that has the microphone may also play', async () => {
    const own = await openLine({ persona: 'silent' });
    const start = `<script type="module">
      const call = document.querySelector('live-call');
      call.allowAutostart = true;
      await call.start();
    </script>`;
    // Nothing may be evaluated in this page before it speaks: puppeteer would do it as if in a click.
    await visit(browser, site.page(pageOf(own) + start));
    const { totals } = await own.waitFor({ chunks: 1 });
    assert.equal(totals.setups, 1);
  });

  it('a start without any click or key is refused, and asks for nothing (K9)', async () => {
    const own = await openLine({ persona: 'silent' });
    const start = `<script type="module">
      const call = document.querySelector('live-call');
      call.start().catch(({ name }) => { document.title = name; });
    </script>`;
    const { page } = await visit(browser, site.page(pageOf(own) + start));
    // Whatever puppeteer evaluates counts as a click, so it asks for nothing but the title.
    while ((await titleOf(page)) === '') await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(await titleOf(page), 'NotAllowedError');
    assert.equal((await own.report()).totals.tokenRequests, 0);
    await press(page, 'start');
    await until(page, 'streaming');
  });

  it('C6 says so at once when the page has opened all the audio that a browser has', async () => {
    const { page } = await visit(browser, url);
    await page.evaluate(() => {
      for (let i = 0; i < 60; i++) void new AudioContext().resume();
    });
    const failed = await failure(page);
    assert.match(failed.code ?? '', /^audio-(failed|blocked)$/);
    assert.equal(failed.state, 'idle');
  });
});

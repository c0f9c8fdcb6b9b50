import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Frame } from 'puppeteer-core';
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
      faults: [],
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

  /** The frame of a page of another origin that shows the call. */
  async function frameWith(attributes: string): Promise<Frame> {
    const host = site.page(`<iframe src="${url}" ${attributes}></iframe>`);
    const { page } = await visit(browser, host.replace('127.0.0.1', 'localhost'));
    const frame = page.frames().find((one) => one.url() === url);
    assert.ok(frame);
    return frame;
  }

  it('A8 names the attribute of the frame that was not given the microphone', async () => {
    const failed = await failure(await frameWith(''));
    assert.equal(failed.code, 'mic-denied');
    assert.match(failed.detail ?? '', /<iframe allow="microphone">/);
    const allowed = await frameWith('allow="microphone"');
    await press(allowed, 'start');
    await until(allowed, 'streaming');
  });

  it('A9 says so when the frame is a sandbox', async () => {
    const failed = await failure(await frameWith('allow="microphone" sandbox="allow-scripts"'));
    assert.equal(failed.code, 'mic-denied');
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
    assert.deepEqual(faults, []);
  });

  it('A13 is no matter of a click: a page that has the microphone may also play', async () => {
    const own = await openLine({ persona: 'silent' });
    const start = `<script type="module">await document.querySelector('live-call').start()</script>`;
    // Nothing may be evaluated in this page before it speaks: puppeteer would do it as if in a click.
    await visit(browser, site.page(pageOf(own) + start));
    const { totals } = await own.waitFor({ chunks: 1 });
    assert.equal(totals.setups, 1);
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

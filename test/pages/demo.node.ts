import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Browser, Page } from 'puppeteer-core';
import { createVoice } from '../../demo/voice/voice.js';
import { wav } from '../../demo/voice/wav.js';
import { openBrowser } from './browser.js';
import { press, until, visit } from './visit.js';

const RATE = 44_100;

/** Somebody who says something and then is quiet. */
function caller(): Buffer {
  const words = createVoice(RATE)('Hello there!');
  const samples = new Int16Array(words.length + 10 * RATE);
  samples.set(words);
  return wav(samples, RATE);
}

const path = fileURLToPath(new URL('../../demo/server.js', import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const pages = ['/', '/shop', '/basket', '/help', '/landing', '/ar', '/themes'];

/** The first call of a page, by mouse. A control that has just come to light takes no press for 0.7 s. */
async function startCall(page: Page): Promise<void> {
  const launcher = await page.$('live-call >>> button[part=launcher]');
  if (launcher) {
    await launcher.click();
    await page.waitForSelector('live-call[open]');
    const opened = await page.evaluate(() => performance.now());
    const rested = (since: number) => performance.now() > since + 750;
    await page.waitForFunction(rested, { polling: 10 }, opened);
  }
  await press(page, 'start');
}

/** The parrot has heard something and answers. */
async function answered(page: Page): Promise<void> {
  await until(page, 'streaming');
  await page.waitForFunction(
    () => (document.querySelector('live-call')?.ledger.playback.played ?? 0) > 0,
    { polling: 10 },
  );
}

/** The call with this selector as its page has made it: its attributes and the properties that a page may set. */
const looks = async (page: Page, selector: string) =>
  page.$eval(selector, async (element) => {
    const call = element as HTMLElementTagNameMap['live-call'];
    await call.updateComplete;
    // Where the worklet is depends on the policy of a page, and the element says itself what is as it comes.
    const own = /^(id|style|worklet-url|popover)$|^(class=|variant=inline|placement=bottom-end)$/;
    const attributes = [...call.attributes].filter(
      ({ name, value }) => !own.test(name) && !own.test(`${name}=${value}`),
    );
    const style = getComputedStyle(call);
    const names = ['accent', 'on-accent', 'background', 'radius', 'orb-1', 'orb-2'];
    return {
      attributes: Object.fromEntries(attributes.map(({ name, value }) => [name, value])),
      scheme: style.colorScheme,
      css: names.map((name) => style.getPropertyValue(`--live-call-${name}`).trim()),
    };
  });

describe('the demo', () => {
  let server: ChildProcess;
  let url: string;
  let browser: Browser;
  const folder = mkdtempSync(join(tmpdir(), 'live-call-demo-'));

  before(async () => {
    const { GEMINI_API_KEY: _, ...env } = process.env;
    server = spawn(process.execPath, [path], {
      env: { ...env, PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    while (!said.includes('Ctrl+C')) said += String((await once(server.stdout!, 'data'))[0]);
    url = /http:\S+/.exec(said)?.[0] ?? '';
    const file = join(folder, 'caller.wav');
    writeFileSync(file, caller());
    browser = await openBrowser({ flags: [`--use-file-for-fake-audio-capture=${file}%noloop`] });
  });
  after(async () => {
    await browser.close();
    server.kill();
    await once(server, 'exit');
    rmSync(folder, { recursive: true });
  });

  it('has a call in which the parrot answers and the server hears every sample, and complains of nothing', async () => {
    const { page, faults } = await visit(browser, url);
    const samples = (of: string) =>
      page.$eval(`[data-of=${of}]`, (cell) => Number(cell.textContent.replaceAll(',', '')));
    await page.waitForSelector('#heard:not([hidden])');
    await startCall(page);
    await answered(page);
    await press(page, 'end');
    await until(page, 'callend');
    await page.waitForFunction(
      () => {
        const [sent, heard] = ['sent', 'heard'].map(
          (of) => document.querySelector(`[data-of=${of}]`)?.textContent,
        );
        return sent !== '0' && sent === heard;
      },
      { polling: 10 },
    );
    assert.equal(await samples('captured'), (await samples('sent')) + (await samples('dropped')));
    assert.ok((await samples('sent')) > 16_000);
    assert.deepEqual(faults, []);
  });

  for (const path of pages.filter((path) => path !== '/')) {
    it(`has a page ${path} on which the parrot answers, and nothing violates its policy`, async () => {
      const { page, faults } = await visit(browser, url + path);
      await startCall(page);
      await answered(page);
      // A greeting is answered before the caller has said anything.
      await page.waitForFunction(
        () => (document.querySelector('live-call')?.ledger.sent ?? 0) > 16_000,
        { polling: 10 },
      );
      await press(page, 'end');
      await until(page, 'callend');
      assert.deepEqual(faults, []);
      await page.browserContext().close();
    });
  }

  it('fits on a phone, before a call and in one', async () => {
    for (const path of pages) {
      const { page } = await visit(browser, url + path);
      await page.setViewport({ width: 375, height: 667, isMobile: true, hasTouch: true });
      const width = () => page.evaluate(() => document.documentElement.scrollWidth);
      assert.equal(await width(), 375, path);
      if (path === '/') {
        await page.waitForSelector('#heard:not([hidden])');
        await startCall(page);
        await until(page, 'streaming');
        assert.equal(await width(), 375, `${path}, in a call`);
      }
      await page.browserContext().close();
    }
  });

  it('has no page in which axe finds a fault, on light or on dark', async () => {
    for (const path of pages) {
      const { page } = await visit(browser, url);
      await page.setBypassCSP(true);
      for (const scheme of ['light', 'dark']) {
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
        await page.goto(url + path);
        await page.evaluate(axe);
        const faults = await page.evaluate(async () => {
          const { axe } = globalThis as unknown as {
            axe: { run(_: RunOptions): Promise<AxeResults> };
          };
          const { violations } = await axe.run({
            runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'],
          });
          return violations.flatMap(({ id, nodes }) =>
            nodes.map(({ target }) => `${id}: ${target}`),
          );
        });
        assert.deepEqual(faults, [], `${path}, ${scheme}`);
      }
      await page.browserContext().close();
    }
  });

  describe('the configurator', () => {
    /** Chooses as a person does, by the words beside the controls. */
    async function choose(page: Page, choices: Readonly<Record<string, string | true>>) {
      for (const [name, value] of Object.entries(choices)) {
        const selector = `#options [name="${name}"]`;
        if (value === true) await page.click(selector);
        else {
          await page.$$eval(
            selector,
            (controls, value) => {
              for (const control of controls as HTMLInputElement[]) {
                if (control.type === 'radio') control.checked = control.value === value;
                else control.value = value;
              }
              controls[0]?.dispatchEvent(new Event('input', { bubbles: true }));
            },
            value,
          );
        }
      }
    }

    const lines = (page: Page) => page.$eval('#snippet', ({ textContent }) => textContent);

    /** An empty page of the same site with nothing but the lines. */
    async function paste(lines: string): Promise<Page> {
      const { page } = await visit(browser, 'about:blank');
      await page.setRequestInterception(true);
      const body = `<!doctype html><html lang="en"><style>:root { color-scheme: light dark }</style><body>\n${lines}\n`;
      page.on('request', (request) => {
        if (request.url() !== `${url}/empty`) void request.continue();
        else void request.respond({ contentType: 'text/html; charset=utf-8', body });
      });
      await page.goto(`${url}/empty`);
      await page.waitForSelector('live-call:defined');
      return page;
    }

    const all = {
      'agent-name': 'Robin "R" <b> & Co',
      lang: 'de',
      captions: true,
      'text-input': true,
      talk: true,
      greeting: 'Say hello.',
    } as const;
    const cases: Readonly<Record<string, Readonly<Record<string, string | true>>>> = {
      'as it comes': {},
      'with everything that a bar can have': all,
      'as a stage in the colours of its owner': {
        variant: 'stage',
        accent: '#0a7d4f',
        background: '#10231b',
        'orb-1': '#ffcc00',
        'orb-2': '#ff0066',
      },
      'as a launcher in another corner, with a theme': {
        ...all,
        variant: 'floating',
        placement: 'top-start',
        theme: 'toys',
      },
      'as a script, with a theme and a colour over it': {
        'agent-name': 'Robin "R" <b> & Co',
        lang: 'ar',
        variant: 'floating',
        written: 'script',
        placement: 'bottom-start',
        theme: 'terminal',
        accent: '#ffcc00',
      },
    };
    for (const [name, choices] of Object.entries(cases)) {
      it(`writes lines that make the same call on an empty page: ${name}`, async () => {
        const { page, faults } = await visit(browser, url);
        await choose(page, choices);
        const pasted = await paste(await lines(page));
        assert.deepEqual(await looks(pasted, 'live-call'), await looks(page, '#yours'));
        assert.deepEqual(faults, []);
        await Promise.all([page, pasted].map((one) => one.browserContext().close()));
      });
    }

    it('says nothing of what is as it comes, and all of it is gone after starting over', async () => {
      const { page } = await visit(browser, url);
      const before = [await lines(page), await looks(page, '#yours')];
      assert.equal(
        before[0],
        '<script src="/live-call.min.js" defer></script>\n<live-call token-url="/token" agent-name="Robin"></live-call>',
      );
      await choose(page, { ...all, variant: 'floating', theme: 'bank', accent: '#0a7d4f' });
      assert.notEqual(await lines(page), before[0]);
      await page.click('#again');
      assert.deepEqual([await lines(page), await looks(page, '#yours')], before);
      await page.browserContext().close();
    });

    it('copies the lines and says so', async () => {
      const { page } = await visit(browser, url);
      const context = page.browserContext();
      await context.overridePermissions(url, ['clipboard-read', 'clipboard-sanitized-write']);
      await page.click('#copy');
      await page.waitForFunction(
        () => document.querySelector('#copied')?.textContent === 'Copied.',
      );
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      assert.equal(copied, await lines(page));
      await context.close();
    });
  });
});

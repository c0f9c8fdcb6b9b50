import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, CDPSession, Page } from 'puppeteer-core';
import type { LiveCall } from '../../src/element.js';
import type * as galleryOf from '../helpers/gallery.js';
import { openLine, type TestLine } from '../helpers/line.js';
import type * as sightOf from '../helpers/sight.js';
import { openBrowser } from './browser.js';
import { openSite, type Site } from './site.js';
import { until, visit } from './visit.js';

declare global {
  /** In a page: the words that its live regions have come to hold, in order. */
  var announced: string[];
}

/** Notes what a screen reader is told to say by itself: each part that changes, as `aria-atomic=false` wants it. */
function listen(): void {
  globalThis.announced = [];
  addEventListener('DOMContentLoaded', () => {
    const root = document.querySelector('live-call')?.shadowRoot;
    if (!root) return;
    new MutationObserver((changes) => {
      for (const { target, type } of changes) {
        const parent = target.parentElement ?? (target as Element);
        const region = parent.closest('[role=status], [role=alert], [role=log] .unseen');
        if (region && type !== 'attributes' && target.textContent) {
          announced.push(target.textContent);
        }
      }
    }).observe(root, { childList: true, characterData: true, subtree: true });
  });
}

const rest = async (page: Page) => {
  const rested = (then: number) => performance.now() > then + 800;
  const then = await page.evaluate(() => performance.now());
  await page.waitForFunction(rested, { polling: 10 }, then);
};

/** What a screen reader finds, in its order: `role name`, and the states that matter. */
async function tree(session: CDPSession): Promise<string[]> {
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const walk = (id: string): string[] => {
    const { ignored, role, name, properties = [], childIds = [] } = byId.get(id)!;
    const states = properties
      .filter(({ name }) => /^(pressed|disabled|live|multiline)$/.test(name))
      .filter(({ name, value }) => name === 'pressed' || (value.value && value.value !== 'off'))
      .map(({ name, value }) => ` ${name}=${String(value.value)}`);
    const line = `${String(role?.value)} ${String(name?.value ?? '')}${states.join('')}`;
    const shown = !ignored && !/^(none|generic|InlineTextBox) /.test(line);
    return [...(shown ? [line] : []), ...childIds.flatMap(walk)];
  };
  return nodes[0] ? walk(nodes[0].nodeId) : [];
}

const isControl = (line: string) =>
  /^(button|textbox|link|combobox|slider|log|region|dialog)/.test(line);
const controlsIn = (lines: readonly string[]) => lines.filter(isControl);

describe('a whole call', () => {
  let site: Site;
  let browser: Browser;

  before(async () => {
    site = await openSite();
    browser = await openBrowser();
  });
  afterEach(async () => {
    for (const context of browser.browserContexts().slice(1)) await context.close();
  });
  after(async () => {
    await browser.close();
    await site.close();
  });

  async function visitCall(attributes: string): Promise<{
    readonly page: Page;
    readonly line: TestLine;
    readonly faults: readonly string[];
  }> {
    const line = await openLine({ persona: 'silent' });
    const url = site.page(`<html lang="en"><title>A shop</title>
      <meta name="viewport" content="width=device-width">
      <script src="/live-call.min.js"></script><button id="before">Menu</button>
      <live-call ${attributes} agent-name="Robin" captions="on" text-input
        base-url="${line.baseUrl}" token-url="${line.tokenUrl}"></live-call>
      <button id="after">Buy</button>`);
    const { page, faults } = await visit(browser, url, listen);
    return { page, line, faults };
  }

  const speech = [
    { serverContent: { inputTranscription: { text: 'A table for two?', finished: true } } },
    { serverContent: { outputTranscription: { text: 'At seven.' } } },
    {
      serverContent: {
        modelTurn: {
          parts: [
            {
              inlineData: {
                mimeType: 'audio/pcm;rate=24000',
                data: Buffer.alloc(4800).toString('base64'),
              },
            },
          ],
        },
      },
    },
    { serverContent: { turnComplete: true } },
  ];

  /** The part that has the focus, or the id of an element of the page. */
  const focused = (page: Page) =>
    page.evaluate(() => {
      const active = document.activeElement;
      return active?.shadowRoot?.activeElement?.getAttribute('part') ?? active?.id ?? '';
    });

  /** Goes on with Tab until the focus is on a part. */
  async function tabTo(page: Page, part: string): Promise<void> {
    const seen: string[] = [];
    for (let i = 0; i < 15; i++) {
      if ((await focused(page)).split(' ').includes(part)) return;
      await page.keyboard.press('Tab');
      seen.push(await focused(page));
    }
    assert.fail(`The keyboard does not reach ${part}: ${seen.join(', ')}`);
  }

  const facts = (page: Page) =>
    page.$eval('live-call', async (call) => {
      await call.updateComplete;
      const { state, micMuted, open, transcript } = call;
      return { state, micMuted, open, said: transcript.map(({ text }) => text) };
    });

  const heardIt = (page: Page) =>
    page.waitForFunction(
      () =>
        document.querySelector('live-call')?.transcript.some(({ text }) => text === 'At seven.'),
      { polling: 10 },
    );

  for (const variant of ['inline', 'stage', 'floating'] as const) {
    it(`goes by the keyboard alone: start, read, type, mute, end, copy the words, and leave: ${variant}`, async () => {
      const { page, line, faults } = await visitCall(`variant="${variant}"`);
      await page.evaluate(() =>
        Object.defineProperty(navigator.clipboard, 'writeText', {
          value: async (text: string) => void (document.title = text),
        }),
      );
      await page.keyboard.press('Tab');
      if (variant === 'floating') {
        await tabTo(page, 'launcher');
        await page.keyboard.press('Enter');
        assert.equal(await focused(page), 'status');
      }
      await tabTo(page, 'start');
      await rest(page);
      await page.keyboard.press('Enter');
      await until(page, 'streaming');
      await line.do({ frames: speech });
      await heardIt(page);
      await tabTo(page, 'captions');
      if (variant !== 'floating') {
        await tabTo(page, 'text');
        await page.keyboard.press('Space');
      }
      await page.evaluate(() => document.querySelector<HTMLElement>('#before')?.focus());
      await tabTo(page, 'input');
      await page.keyboard.type('Outside, please');
      await page.keyboard.press('Enter');
      await page.evaluate(() => document.querySelector<HTMLElement>('#before')?.focus());
      await tabTo(page, 'mute');
      await rest(page);
      await page.keyboard.press('Space');
      assert.equal((await facts(page)).micMuted, true);
      // Muting again by its letter, while the focus is inside.
      await page.keyboard.press('m');
      assert.equal((await facts(page)).micMuted, false);
      await page.evaluate(() => document.querySelector<HTMLElement>('#before')?.focus());
      await tabTo(page, 'end');
      await rest(page);
      await page.keyboard.press('Enter');
      await until(page, 'callend');
      await page.$eval('live-call', (call) => call.updateComplete);
      assert.equal((await facts(page)).state, 'idle');
      // The focus was taken nowhere else.
      assert.equal(await focused(page), 'status');
      await page.evaluate(() => document.querySelector<HTMLElement>('#before')?.focus());
      await tabTo(page, 'copy');
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => document.title !== 'A shop', { polling: 10 });
      const words = await page.title();
      for (const text of ['A table for two?', 'At seven.', 'Outside, please']) {
        assert.ok(words.includes(text), `${text} in ${words}`);
      }
      for (let i = 0; i < 10 && (await focused(page)) !== 'after'; i++) {
        await page.keyboard.press('Tab');
      }
      assert.equal(await focused(page), 'after');
      assert.deepEqual(faults, []);
    });
  }

  it('goes by touch on a phone: launcher, start, mute, put away, pill, end', async () => {
    const { page, faults } = await visitCall('variant="floating"');
    await page.setViewport({ width: 375, height: 667, hasTouch: true, isMobile: true });
    const touch = async (part: string) => {
      const control = await page.waitForSelector(`live-call >>> button[part~=${part}]`);
      await rest(page);
      const box = await control?.boundingBox();
      assert.ok(box, part);
      assert.ok(box.width >= 44 && box.height >= 44, `${part} is ${box.width} x ${box.height}`);
      await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
    };
    await touch('launcher');
    assert.equal((await facts(page)).open, true);
    await touch('start');
    await until(page, 'streaming');
    await touch('mute');
    assert.equal((await facts(page)).micMuted, true);
    await touch('mute');
    assert.equal((await facts(page)).micMuted, false);
    await touch('collapse');
    assert.deepEqual(await facts(page).then(({ state, open }) => [state, open]), [
      'streaming',
      false,
    ]);
    await touch('launcher');
    assert.equal((await facts(page)).open, true);
    await touch('collapse');
    await touch('end');
    await until(page, 'callend');
    assert.equal((await facts(page)).state, 'idle');
    assert.deepEqual(faults, []);
  });

  it('is told to a screen reader: every control by role, name and state, and what happens, once each and in order', async () => {
    const { page, line } = await visitCall('');
    const session = await page.createCDPSession();
    assert.deepEqual(controlsIn(await tree(session)), [
      'button Menu',
      'region Voice call with Robin',
      'button Type instead',
      'button Start call',
      'button Buy',
    ]);
    const press = async (part: string) => {
      const control = await page.waitForSelector(`live-call >>> button[part~=${part}]`);
      await rest(page);
      await control?.click();
    };
    await press('start');
    await until(page, 'streaming');
    await line.do({ frames: speech });
    await heardIt(page);
    await page.$eval('live-call', (call) => call.updateComplete);
    const inCall = await tree(session);
    assert.deepEqual(controlsIn(inCall).slice(1, -1), [
      'region Voice call with Robin',
      'button Mute',
      'button Captions pressed=true',
      'button Type a message pressed=false',
      'button End call',
      'log Captions',
      'button Sound settings pressed=false',
    ]);
    assert.ok(
      inCall.some((line) => line === 'status  live=polite'),
      inCall.join('\n'),
    );
    for (const words of ['You', 'A table for two?', 'Robin', 'At seven.']) {
      assert.ok(inCall.includes(`StaticText ${words}`), `${words} in ${inCall.join('\n')}`);
    }
    await press('mute');
    assert.ok(controlsIn(await tree(session)).includes('button Unmute'));
    await press('mute');
    await press('text');
    assert.ok(controlsIn(await tree(session)).includes('textbox Type a message multiline=true'));
    await press('end');
    await until(page, 'callend');
    await page.$eval('live-call', (call) => call.updateComplete);
    assert.deepEqual(controlsIn(await tree(session)).slice(1, -1), [
      'region Voice call with Robin',
      'button Type instead',
      'button Call again',
      'log Captions',
      'button Copy',
      'button Save as text',
      'button Save as captions',
    ]);
    const [ended, ...others] = (await page.evaluate(() => announced)).toReversed();
    assert.match(ended ?? '', /^Call ended · 0:\d\d$/);
    const told = others
      .toReversed()
      .filter((words) => !/^(Waiting|You can speak already)/.test(words));
    assert.deepEqual(told, ['Connected. You can speak.', 'Robin cannot hear you.']);
  });

  it('reads the captions to a screen reader only where that is asked for, and only whole turns', async () => {
    const { page, line } = await visitCall('read-captions');
    const control = await page.waitForSelector('live-call >>> [part=start]');
    await control?.click();
    await until(page, 'streaming');
    await line.do({ frames: speech });
    await page.waitForFunction(() => announced.some((words) => words.includes('At seven')), {
      polling: 10,
    });
    const captions = await page.evaluate(() =>
      announced.filter((words) => /two|seven/.test(words)),
    );
    assert.deepEqual(captions, ['You: A table for two?', 'Robin: At seven.']);
  });

  it('shows each control, each switch that is on and the ring of the keyboard in forced colours', async () => {
    const { page } = await visit(
      browser,
      site.page('<html lang="en"><script src="/live-call.min.js"></script>'),
    );
    const session = await page.createCDPSession();
    await session.send('Emulation.setEmulatedMedia', {
      features: [{ name: 'forced-colors', value: 'active' }],
    });
    const found = await page.evaluate(async () => {
      const [galleryPath, sightPath] = ['/gallery.js', '/sight.js'];
      const { gallery } = (await import(galleryPath)) as typeof galleryOf;
      const sight = (await import(sightPath)) as typeof sightOf;
      const { contrast, contrastOfGrounds, controlsOf, groundOf, seen } = sight;
      const nameOf = (one: Element) => one.getAttribute('aria-label') ?? one.textContent.trim();
      const faultsOf = (call: LiveCall) => [
        ...controlsOf(call).flatMap((control) => {
          const style = getComputedStyle(control);
          const ground = groundOf(control.parentElement);
          const edged =
            parseFloat(style.borderBlockStartWidth) >= 1 &&
            contrast(control, style.borderBlockStartColor, ground) >= 3;
          const filled = contrastOfGrounds(control, control.parentElement!) >= 3;
          return edged || filled ? [] : [`${nameOf(control)} has no edge`];
        }),
        ...seen(call, '[aria-pressed=true]').flatMap((button) =>
          contrastOfGrounds(button, button.parentElement!) >= 3
            ? []
            : [`${nameOf(button)} looks off`],
        ),
        ...seen(call, 'svg.icon').flatMap((icon) =>
          contrast(icon, getComputedStyle(icon).stroke) >= 3 ? [] : ['an icon that nobody sees'],
        ),
      ];
      const drawn = await gallery();
      const faults = drawn.flatMap(({ name, call }) =>
        faultsOf(call).map((fault) => `${name}: ${fault}`),
      );
      return { forced: matchMedia('(forced-colors: active)').matches, count: drawn.length, faults };
    });
    assert.deepEqual(found, { forced: true, count: 60, faults: [] });
    await page.keyboard.press('Tab');
    const ring = await page.evaluate(() => {
      const focused = document.activeElement?.shadowRoot?.activeElement;
      if (!focused) return undefined;
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(focused);
      const { backgroundColor } = getComputedStyle(focused.closest('.card')!);
      return { outlineStyle, outlineWidth, differs: outlineColor !== backgroundColor };
    });
    assert.deepEqual(ring, { outlineStyle: 'solid', outlineWidth: '2px', differs: true });
  });
});

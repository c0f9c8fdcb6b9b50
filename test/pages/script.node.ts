import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { INPUT_RATE } from '../../src/call/ports/format.js';
import type { LiveCall } from '../../src/element.js';
import { openLine, type TestLine } from '../helpers/line.js';
import { openBrowser } from './browser.js';
import { openSite, type Site } from './site.js';
import { hangUp, press, until, visit, wholeCall } from './visit.js';

describe('dist/live-call.min.js', () => {
  let site: Site;
  let line: TestLine;
  let browser: Browser;
  /** The attributes of a call, and of a script that shall mount one. */
  let attributes: string;
  let data: string;

  before(async () => {
    site = await openSite();
    line = await openLine({ persona: 'silent' });
    attributes = `base-url="${line.baseUrl}" token-url="${line.tokenUrl}"`;
    data = attributes.replace(/\S+=/g, 'data-$&');
    browser = await openBrowser();
  });
  after(async () => {
    await browser.close();
    await site.close();
  });

  for (const type of ['text/javascript', 'module']) {
    it(`makes the tag a call as a ${type} script`, async () => {
      const { page, faults } = await visit(
        browser,
        site.page(
          `<script type="${type}" src="/live-call.min.js"></script><live-call ${attributes}></live-call>`,
        ),
      );
      const { sent, playback } = await wholeCall(page, line);
      assert.ok(sent > 0 && playback.played > 0);
      assert.deepEqual(faults, []);
    });

    it(`mounts a floating call by itself as a ${type} script that names a broker`, async () => {
      const { page, faults } = await visit(
        browser,
        site.page(
          `<head><script type="${type}" src="/live-call.min.js?v=1" ${data}></script></head><p>A page`,
        ),
      );
      await page.waitForSelector('html > live-call[variant=floating]');
      const { sent, playback } = await wholeCall(page, line);
      assert.ok(sent > 0 && playback.played > 0);
      assert.deepEqual(faults, []);
    });
  }

  /** Visits a page and collects what our script says on its console. */
  async function visitWithConsole(html: string, before?: () => void) {
    const said: string[] = [];
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(String(error)));
    if (before) await page.evaluateOnNewDocument(before);
    await page.goto(site.page(html));
    // A later task: everything that the script does by itself is done.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
    const ours = said.filter((text) => !text.includes('registered already'));
    const mounted = await page.$$eval('live-call', (calls) =>
      calls.map((call) => {
        const all = [...call.attributes].map((a) => [a.name, a.value]);
        // A floating call is in the top layer by this one.
        return Object.fromEntries(all.filter(([name]) => name !== 'popover')) as Record<
          string,
          string
        >;
      }),
    );
    return { page, said: ours, mounted };
  }

  for (const [what, { html, named }] of Object.entries({
    'no broker': {
      html: `<script src="/live-call.min.js" data-voice="Kore"></script>`,
      named: /token-url/,
    },
    'its data taken away by a tag manager': {
      html: `<script async src="/live-call.min.js"></script>`,
      named: /\?token-url=/,
    },
    'a misspelt broker': {
      html: `<script src="/live-call.min.js" data-tokenurl="/token"></script>`,
      named: /data-tokenurl/,
    },
    'a broker without data- before it': {
      html: `<script type="module" src="/live-call.min.js" token-url="/token"></script>`,
      named: /but token-url/,
    },
    'a misspelt broker in its address': {
      html: `<script src="/live-call.min.js?token_url=/token"></script>`,
      named: /token_url/,
    },
    'its text in the page instead of its file': {
      html: `<script type="module">
        const script = document.createElement('script');
        script.textContent = await (await fetch('/live-call.min.js')).text();
        document.head.append(script);
      </script>`,
      named: /token-url/,
    },
  })) {
    it(`mounts nothing with ${what}, and says once on the console what to do (H11)`, async () => {
      const { mounted, said } = await visitWithConsole(html);
      assert.deepEqual(mounted, []);
      assert.equal(said.length, 1, said.join());
      assert.match(said[0]!, named);
    });
  }

  it('says nothing on a page that has its own tag (H11)', async () => {
    for (const html of [
      `<script src="/live-call.min.js"></script><live-call></live-call>`,
      `<script>
        const script = document.createElement('script');
        script.src = '/live-call.min.js';
        script.onload = () => document.body.append(document.createElement('live-call'));
        document.head.append(script);
      </script>`,
    ]) {
      const { mounted, said } = await visitWithConsole(html);
      assert.equal(mounted.length, 1);
      assert.deepEqual(said, []);
    }
  });

  for (const [where, script] of Object.entries({
    'its own address': `<script src="/live-call.min.js?v=2&token-url=/token&voice=Kore"></script>`,
    'its own address, as a module': `<script type="module" src="/live-call.min.js?token-url=/token&voice=Kore"></script>`,
    'its tag, under another file name, as a module': `<script type="module" src="/alone/voice.js" data-token-url="/token" data-voice="Kore"></script>`,
    'a tag with a type that a loader gave it': `
      <script type="a1b2-text/javascript" src="/live-call.min.js" data-token-url="/token" data-voice="Kore"></script>
      <script>Object.defineProperty(document, 'currentScript', { value: null })</script>
      <script src="/live-call.min.js"></script>`,
    'a tag that is inserted and taken out': `<script>
      const script = document.createElement('script');
      script.src = '/live-call.min.js';
      Object.assign(script.dataset, { tokenUrl: '/token', voice: 'Kore' });
      document.head.append(script);
      script.remove();
    </script>`,
  })) {
    it(`takes its settings from ${where} (H11)`, async () => {
      const { mounted, said } = await visitWithConsole(script);
      const attributes = { variant: 'floating', placement: 'bottom-end' };
      assert.deepEqual(said, []);
      assert.deepEqual(
        { ...attributes, ...mounted[0] },
        { ...attributes, 'token-url': '/token', voice: 'Kore' },
      );
    });
  }

  it('copies the settings of a call and nothing else from its tag (K8)', async () => {
    const { mounted, said, page } = await visitWithConsole(`
      <script src="/live-call.min.js" data-token-url="/token" data-mic-muted data-placement="top-start"
        data-class="mine" data-id="call" data-lang="de" data-dir="rtl"
        data-onclick="globalThis.hit = 1" data-onpointerenter="globalThis.hit = 1" data-style="display: none"
        data-hidden data-popover data-slot="x" data-nonce="x" data-cfasync="false" data-1x="odd" data-ü="odd"
        data-token-provider="x" data-config="x" data-a.b:c="odd"></script>`);
    assert.deepEqual(said, []);
    assert.deepEqual(mounted, [
      {
        variant: 'floating',
        placement: 'top-start',
        'token-url': '/token',
        'mic-muted': '',
        class: 'mine',
        id: 'call',
        lang: 'de',
        dir: 'rtl',
      },
    ]);
    await page.$eval('live-call', (call) => call.click());
    assert.equal(await page.evaluate(() => 'hit' in globalThis), false);
  });

  const evil = `data-token-url="https://evil.example/token" data-base-url="wss://evil.example"`;
  for (const [what, markup] of Object.entries({
    'an inert module': `<script type="module" ${evil} src="x-live-call:"></script>`,
    'a module that is not there': `<script type="module" ${evil} src="/live-call.js"></script>`,
    'a data block': `<script type="application/json" ${evil} src="/live-call.min.js"></script>`,
    'an image by the name of currentScript': `<img name="currentScript" ${evil}>`,
    'a form by the name of currentScript': `<form name="currentScript" ${evil}></form>`,
    'a call of its own': `<live-call variant="floating" token-url="https://evil.example/token"></live-call>`,
  })) {
    for (const type of ['text/javascript', 'module']) {
      it(`as a ${type} script takes no settings from ${what} that somebody put into the page (K8)`, async () => {
        const { page } = await visitWithConsole(`
          ${markup}<script type="${type}" src="/live-call.min.js" data-token-url="/token"></script>${markup}`);
        const owners = await page.$$eval('html > live-call', (calls) =>
          calls.map((call) => call.tokenUrl),
        );
        assert.deepEqual(owners, ['/token']);
        assert.equal((await page.$$('body > live-call')).length, markup.includes('<live') ? 2 : 0);
      });
    }
  }

  it('says which call stays when a second script names another agent, and nothing when it names the same (H2)', async () => {
    const script = (data: string) => `<script src="/live-call.min.js" ${data}></script>`;
    const a = script('data-token-url="/token-a"');
    const both = await visitWithConsole(a + script('data-token-url="/token-b"'));
    assert.deepEqual(
      both.mounted.map((call) => call['token-url']),
      ['/token-a'],
    );
    assert.equal(both.said.length, 1, both.said.join());
    assert.match(both.said[0]!, /token-a.* stays.*token-b.* not mounted/s);
    const same = await visitWithConsole(a + a);
    assert.equal(same.mounted.length, 1);
    assert.deepEqual(same.said, []);
  });

  /** What a page framework does to go to another page, and what stays of the page before. */
  const swaps: Record<string, () => void> = {
    'another body in the place of its own, as Turbo': () => {
      const { body } = new DOMParser().parseFromString('<p>Next page', 'text/html');
      document.documentElement.replaceChild(document.adoptNode(body), document.body);
      const script = document.createElement('script');
      for (const { name, value } of document.querySelector('script')!.attributes)
        script.setAttribute(name, value);
      document.head.append(script);
    },
    'document.body set': () => {
      document.body = document.createElement('body');
    },
    'another body with its attributes, as Astro': () => {
      const next = new DOMParser().parseFromString('<body class="next"><p>Next page', 'text/html');
      document.body.replaceWith(next.body);
    },
    'its body filled anew, as htmx': () => {
      document.body.innerHTML = '<p>Next page';
    },
    'what it does not know taken out of its body, as a morph': () => {
      while (document.body.lastChild) document.body.lastChild.remove();
      document.body.append('Next page');
    },
    'its root filled anew': () => {
      document.documentElement.innerHTML = '<head></head><body><p>Next page';
    },
    'the children of its root replaced': () => {
      document.documentElement.replaceChildren(
        document.createElement('head'),
        document.createElement('body'),
      );
    },
    'another root': () => {
      const next = new DOMParser().parseFromString('<p>Next page', 'text/html');
      document.documentElement.replaceWith(next.documentElement);
    },
    'a transition between views': () => {
      document.startViewTransition(() => {
        document.body.replaceWith(document.createElement('body'));
      });
    },
  };
  const inMain: typeof swaps = {
    'another body, after its owner put it elsewhere': () =>
      document.body.replaceWith(document.createElement('body')),
    'its body filled anew, after its owner put it elsewhere': () => {
      document.body.innerHTML = '<p>Next page';
    },
  };

  for (const [what, swap] of Object.entries({ ...swaps, ...inMain })) {
    it(`is a call on every page, and goes on, when the page gets ${what} (H2)`, async () => {
      const line = await openLine({ persona: 'silent' });
      const { page, faults } = await visit(
        browser,
        site.page(`<head><script src="/live-call.min.js" data-base-url="${line.baseUrl}"
          data-token-url="${line.tokenUrl}"></script></head><body><main>A page</main><p>More`),
      );
      await press(page, 'start');
      await line.waitFor({ samples: INPUT_RATE / 2 });
      await page.$eval(
        'live-call',
        (call, moved) => {
          Object.assign(globalThis, { first: call });
          if (moved) document.querySelector('main')!.append(call);
        },
        what in inMain,
      );
      for (let visits = 0; visits < 2; visits++) {
        await page.evaluate(swap);
        const { totals } = await line.report();
        await line.waitFor({ samples: totals.samples + INPUT_RATE / 2 });
      }
      const found = await page.evaluate(() =>
        [...document.querySelectorAll('live-call')].map(
          (call) => call === (globalThis as { first?: unknown }).first,
        ),
      );
      assert.deepEqual(found, [true]);
      assert.ok(!(await page.evaluate(() => globalThis.told)).includes('callend'));
      const { ledger, metrics } = await hangUp(page);
      const { captured, sent, dropped } = ledger;
      assert.deepEqual({ captured, dropped }, { captured: sent, dropped: 0 });
      assert.equal((await line.waitFor({ closed: 1 })).totals.samples, sent);
      assert.equal(metrics.reconnects, 0);
      assert.deepEqual(faults, []);
    });
  }

  for (const [how, takeOut] of Object.entries<(call: LiveCall) => unknown>({
    'takes it out': (call) => call.remove(),
    'takes it out and puts something else into the page': (call) => {
      call.remove();
      document.body.append('Closed');
    },
    'takes it out with what it was put in': (call) => {
      const holder = document.createElement('section');
      document.body.append(holder);
      holder.append(call);
      holder.remove();
    },
    'puts it into the body and takes it out': (call) => {
      document.body.append(call);
      document.body.removeChild(call);
    },
  })) {
    it(`stays away when its owner ${how}, on the next page as well (H2)`, async () => {
      const { page, faults } = await visit(
        browser,
        site.page(`<head><script src="/live-call.min.js" ${data}></script></head><body><p>A page`),
      );
      await press(page, 'start');
      await until(page, 'streaming');
      await page.$eval('live-call', (call) => {
        const ended = new Promise((resolve) => call.addEventListener('callend', resolve));
        Object.assign(globalThis, { ended });
      });
      await page.$eval('live-call', takeOut);
      await page.evaluate(() => (globalThis as { ended?: Promise<unknown> }).ended);
      assert.equal(await page.$('live-call'), null);
      await page.evaluate(() => document.body.replaceWith(document.createElement('body')));
      await page.evaluate(() => (document.body.innerHTML = '<p>Next page'));
      assert.equal(await page.$('live-call'), null);
      assert.deepEqual(faults, []);
    });
  }

  it('is mounted anew when its script runs again after its owner took it out (H2)', async () => {
    const { page } = await visitWithConsole(
      `<script src="/live-call.min.js" data-token-url="/token"></script>`,
    );
    for (const token of ['/token', '/other']) {
      await page.evaluate(async (token) => {
        document.querySelector('live-call')!.remove();
        const script = document.createElement('script');
        script.src = '/live-call.min.js';
        script.dataset['tokenUrl'] = token;
        document.head.append(script);
        await new Promise((resolve) => (script.onload = resolve));
        document.body.replaceWith(document.createElement('body'));
      }, token);
      assert.deepEqual(await page.$$eval('live-call', (calls) => calls.map((c) => c.tokenUrl)), [
        token,
      ]);
    }
  });

  it('G7 loaded twice, from two places, lets the first one stay', async () => {
    const { page, faults } = await visit(
      browser,
      site.page(`
        <script src="/live-call.min.js"></script>
        <script>globalThis.first = customElements.get('live-call');</script>
        <script src="/alone/live-call.min.js"></script>
        <script type="module" src="/live-call.min.js"></script>
        <live-call ${attributes}></live-call>`),
    );
    const kept = await page.evaluate(
      () => customElements.get('live-call') === (globalThis as { first?: unknown }).first,
    );
    assert.equal(kept, true);
    await press(page, 'start');
    await until(page, 'streaming');
    assert.deepEqual(faults, []);
  });

  it('G7 loaded twice mounts one call', async () => {
    const script = `<script src="/live-call.min.js" ${data}></script>`;
    const { page } = await visit(browser, site.page(`<body>${script}${script}`));
    await page.waitForSelector('live-call');
    assert.equal((await page.$$('live-call')).length, 1);
  });

  it('G7 leaves the tag to whoever had it before', async () => {
    const { page, faults } = await visit(
      browser,
      site.page(`
        <script>customElements.define('live-call', class Theirs extends HTMLElement {});</script>
        <script src="/live-call.min.js"></script>
        <live-call></live-call>`),
    );
    assert.equal(await page.$eval('live-call', (call) => call.constructor.name), 'Theirs');
    assert.deepEqual(faults, []);
  });

  it('G8 takes over an element with what was set on it before', async () => {
    const { page, faults } = await visit(
      browser,
      site.page(`
        <live-call base-url="${line.baseUrl}"></live-call>
        <script>
          Object.assign(document.querySelector('live-call'), {
            tokenUrl: '${line.tokenUrl}', micMuted: true, volume: 0.25,
          });
        </script>
        <script src="/live-call.min.js"></script>`),
    );
    const set = await page.$eval('live-call', ({ micMuted, volume }) => ({ micMuted, volume }));
    assert.deepEqual(set, { micMuted: true, volume: 0.25 });
    await press(page, 'start');
    await until(page, 'ready');
    await press(page, 'mute');
    await until(page, 'streaming');
    assert.deepEqual(faults, []);
  });
});

// The walk through a WordPress with the plugin: what owner, editor, author and visitor do and see, in order.
import assert from 'node:assert/strict';
import { press, until, visit, wholeCall } from '../../build/test/pages/visit.js';
import {
  checkNow,
  insertBlock,
  installPlugin,
  listen,
  logIn,
  openEditor,
  publish,
  readBlocks,
  saveSettings,
} from './people.mjs';

const settingsPage = '/wp-admin/options-general.php?page=live-call';

/** A tag with everything that an author must not say, and what an author may. */
const handwritten = `<live-call agent="sales" captions="on" class="mine" base-url="wss://evil.example"
  token-url="https://evil.example/token" worklet-url="https://evil.example/w.js" greeting="Spend" strings="{}"
  instructions="Evil" api-version="v1" onclick="alert(1)" style="position:fixed"
  ><a slot="fallback" href="tel:+15550100" onclick="alert(1)">+1 555 0100</a></live-call>`;

/** The steps of the walk, `[what it proves, function]`; they share `world`. */
export function steps({ browser, site, line, key, archive, heard }) {
  const { url } = site;
  const world = {};
  const fresh = () => site.php("delete_option('live_call_counters');");
  const token = (init = {}, query = '') =>
    fetch(`${url}/wp-json/live-call/v1/token${query}`, {
      method: 'POST',
      body: '{}',
      ...init,
      headers: { 'content-type': 'application/json', origin: url, ...init.headers },
    });

  /** A visitor of a page, who has a whole call there of which nothing is lost. */
  async function call(link) {
    fresh();
    const before = (await line.report()).totals.samples;
    const { page, faults } = await visit(browser, link);
    const ledger = await wholeCall(page, line);
    const samples = (await line.report()).totals.samples - before;
    assert.ok(ledger.sent > 0, 'nothing was sent');
    assert.equal(samples, ledger.sent);
    assert.equal(ledger.captured, ledger.sent + ledger.dropped);
    assert.deepEqual(faults, []);
    return page;
  }

  async function open(link) {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await page.setViewport({ width: 1280, height: 900 });
    listen(page, heard);
    await page.goto(link, { waitUntil: 'load' });
    return page;
  }

  async function insertCall(name) {
    const page = await logIn(browser, url, name, heard);
    await openEditor(page, url);
    assert.match(await insertBlock(page, `A call by ${name}`, 'voice'), /Voice call/);
    await page.waitForSelector('live-call >>> .card');
    return { page, ...(await publish(page)) };
  }

  async function reopen({ page, id }) {
    const asked = [];
    page.on('request', (request) => asked.push(request.url()));
    await openEditor(page, url, id);
    await page.waitForSelector('live-call >>> .card');
    const blocks = await readBlocks(page);
    assert.deepEqual(
      blocks.map(({ name, isValid }) => ({ name, isValid })),
      [{ name: 'live-call/call', isValid: true }],
    );
    const words = await page.$eval('live-call', ({ shadowRoot }) => shadowRoot.textContent);
    assert.match(words, /listening/);
    assert.deepEqual(
      asked.filter((address) => /live-call\/v1|127\.0\.0\.1.*\/line\//.test(address)),
      [],
    );
  }

  return [
    [
      'the owner uploads the zip and switches the plugin on',
      async () => {
        world.admin = await logIn(browser, url, 'admin', heard);
        await installPlugin(world.admin, url, archive);
        const active = site.php("echo implode(' ', get_option('active_plugins'));");
        assert.match(active, /live-call\/live-call\.php/);
      },
    ],
    [
      'without a key, a page shows visitors nothing and its owner a line',
      async () => {
        const id = site.php(
          `echo wp_insert_post(['post_title' => 'Bare', 'post_status' => 'publish', 'post_content' => '[live_call]']);`,
        );
        const visitor = await open(`${url}/?p=${id}`);
        assert.equal(await visitor.$('live-call, script[src*=live-call]'), null);
        await world.admin.goto(`${url}/?p=${id}`);
        assert.ok(await world.admin.$('a[href*="page=live-call"]:not(#wpadminbar a)'));
      },
    ],
    [
      'a wrong key is found by Check, in the words of Google and without the key',
      async () => {
        const wrong = 'AIzaSyWrongWrongWrongWrongWrong';
        await saveSettings(world.admin, url, { 'live_call_secret[key]': wrong });
        const text = await checkNow(world.admin);
        assert.match(text, /API key not valid/);
        assert.match(text, /Check the key and the model/);
        assert.ok(!(await world.admin.content()).includes(wrong));
      },
    ],
    [
      'the owner sets key, model and a second agent, and Check is content',
      async () => {
        const text = await saveSettings(world.admin, url, {
          'live_call_secret[key]': ` ${key} `,
          'live_call[agents][main][name]': 'Robin',
          'live_call[agents][main][model]': 'gemini-3.8-live',
          'live_call[agents][main][instructions]': 'You take "table" bookings.\nBe <brief>.',
          'live_call[agents][new][name]': 'Sales',
          'live_call[agents][new][voice]': 'Puck',
        });
        assert.match(text, /Settings saved/);
        assert.match(text, /1,000 calls a day, of at most 15 minutes each.*250 hours/s);
        assert.match(text, /\[live_call agent="sales"\]/);
        assert.match(await checkNow(world.admin), /Google gives tokens/);
        assert.doesNotMatch(await checkNow(world.admin), /last refused call/);
      },
    ],
    [
      'saving again changes nothing: the key, the agents and the words stay',
      async () => {
        const read = () =>
          site.php(
            "echo wp_json_encode([get_option('live_call'), get_option('live_call_secret')]);",
          );
        const before = read();
        await saveSettings(world.admin, url, {});
        assert.equal(read(), before);
        const { agents } = JSON.parse(before)[0];
        assert.equal(agents.main.instructions, 'You take "table" bookings.\nBe <brief>.');
        assert.deepEqual(Object.keys(agents), ['main', 'sales']);
        assert.equal(JSON.parse(before)[1].key, key);
      },
    ],
    [
      'an editor types "/voice", publishes and finds the block valid again',
      async () => {
        world.editor = await insertCall('editor');
        await reopen(world.editor);
      },
    ],
    [
      'an author does the same',
      async () => {
        world.author = await insertCall('author');
        await reopen(world.author);
      },
    ],
    [
      'neither can open the settings or save them',
      async () => {
        const { page } = world.author;
        const answer = await page.goto(url + settingsPage);
        assert.equal(answer.status(), 403);
        const status = await page.evaluate(async () => {
          const body = new URLSearchParams({ option_page: 'live-call', action: 'update' });
          return (await fetch('/wp-admin/options.php', { method: 'POST', body })).status;
        });
        assert.equal(status, 403);
        const check = await page.evaluate(async () => {
          const body = new URLSearchParams({ action: 'live_call_check' });
          return (await fetch('/wp-admin/admin-post.php', { method: 'POST', body })).status;
        });
        assert.equal(check, 403);
      },
    ],
    ['a visitor calls from the post of the editor and is heard', () => call(world.editor.link)],
    [
      'the call says who answers, sits in the column of the text and is locked to its agent',
      async () => {
        const page = await call(world.author.link);
        const seen = await page.evaluate(() => {
          const element = document.querySelector('live-call');
          const [box, text] = [element.parentElement, document.querySelector('h1, h2')].map(
            (node) => node.getBoundingClientRect(),
          );
          return {
            name: element.getAttribute('agent-name'),
            names: element.getAttributeNames(),
            wrapped: element.parentElement.className,
            indent: Math.abs(box.left - text.left),
          };
        });
        assert.equal(seen.name, 'Robin');
        assert.match(seen.wrapped, /wp-block-live-call-call/);
        assert.ok(seen.indent < 2, `the card is ${seen.indent} px beside the column`);
        for (const name of ['model', 'voice', 'instructions'])
          assert.ok(!seen.names.includes(name), `the page holds ${name}`);
        const { setup } = (await line.report()).connections.at(-1);
        assert.match(JSON.stringify(setup), /table.*bookings/);
      },
    ],
    [
      'a page without a call has nothing of the plugin',
      async () => {
        const page = await open(`${url}/sample-page/`);
        assert.doesNotMatch(await page.content(), /live-call/);
      },
    ],
    [
      'of a tag written by an author, what is harmless stays, and it calls the agent it names',
      async () => {
        const { page } = world.author;
        await openEditor(page, url);
        await page.evaluate((html) => {
          const block = wp.blocks.createBlock('core/html', { content: html });
          void wp.data.dispatch('core/block-editor').insertBlocks(block);
          wp.data.dispatch('core/editor').editPost({ title: 'By hand' });
        }, `${handwritten}<script>alert(1)</script>`);
        const { id, link } = await publish(page);
        const saved = site.php('echo get_post($argv[1])->post_content;', `${id}`);
        const names = [...saved.match(/<live-call([^>]*)>/)[1].matchAll(/([\w-]+)=/g)];
        assert.deepEqual(
          names.map(([, name]) => name),
          ['agent', 'captions', 'class'],
        );
        assert.match(saved, /<a slot="fallback" href="tel:\+15550100">/);
        assert.doesNotMatch(saved, /evil|script|onclick|style/i);
        const visitor = await call(link);
        const given = await visitor.$eval('live-call', (element) => ({
          tokenUrl: element.tokenUrl,
          className: element.className,
          agentName: element.agentName,
        }));
        assert.deepEqual(given, {
          tokenUrl: '/wp-json/live-call/v1/token?agent=sales',
          className: 'mine',
          agentName: 'Sales',
        });
        const { setup } = (await line.report()).connections.at(-1);
        assert.match(JSON.stringify(setup), /Puck/);
      },
    ],
    [
      'the shortcode places a call with its words and a phone number',
      async () => {
        const content = `[live_call agent="sales" label="Ring & ask" phone="+1 555 0100" captions="yes" text="on"]`;
        const id = site.php(
          `echo wp_insert_post(['post_title' => 'Short', 'post_status' => 'publish', 'post_content' => $argv[1]]);`,
          content,
        );
        const page = await call(`${url}/?p=${id}`);
        const html = await page.evaluate(
          async (address) => (await fetch(address)).text(),
          page.url(),
        );
        assert.match(html, /<span slot="start">Ring &amp; ask<\/span>/);
        assert.match(html, /<a slot="fallback" href="tel:\+15550100">\+1 555 0100<\/a>/);
        assert.match(html, /captions="on" text-input[ >]/);
      },
    ],
    [
      'the floating switch puts a call on every page, where no other floats',
      async () => {
        await saveSettings(world.admin, url, {
          'live_call[everywhere]': 'sales',
          'live_call[placement]': 'bottom-start',
        });
        const page = await call(`${url}/sample-page/`);
        const seen = await page.$$eval('live-call', (all) =>
          all.map(({ variant, placement }) => `${variant} ${placement}`),
        );
        assert.deepEqual(seen, ['floating bottom-start']);
        await saveSettings(world.admin, url, { 'live_call[everywhere]': '' });
      },
    ],
    [
      'the sixth call of a visitor within a minute is refused with 429 and a time to wait',
      async () => {
        fresh();
        const statuses = [];
        for (let n = 0; n < 5; n++) statuses.push((await token()).status);
        assert.deepEqual(statuses, [200, 200, 200, 200, 200]);
        const sixth = await token();
        assert.equal(sixth.status, 429);
        assert.match(sixth.headers.get('retry-after'), /^([1-9]|[1-5]\d|60)$/);
        assert.deepEqual(await sixth.json(), { code: 'rate-limited', retryable: true });
        const { page } = await visit(browser, world.editor.link);
        await press(page, 'start');
        await until(page, 'callend');
        assert.equal(
          await page.$eval('live-call', ({ error }) => error.code),
          'token-rate-limited',
        );
      },
    ],
    [
      'of thirty requests at once exactly five get a token',
      async () => {
        fresh();
        const answers = await Promise.all(Array.from({ length: 30 }, () => token()));
        const count = (status) => answers.filter((answer) => answer.status === status).length;
        assert.deepEqual([count(200), count(429)], [5, 25]);
      },
    ],
    [
      'a call with its ticket gets another token when new calls are refused',
      async () => {
        fresh();
        const { ticket } = await (await token()).json();
        for (let n = 0; n < 5; n++) await token();
        const renewed = await token({ body: JSON.stringify({ ticket }) });
        assert.equal(renewed.status, 200);
        assert.equal((await renewed.json()).ticket, ticket);
      },
    ],
    [
      'foreign pages, other methods and bad bodies are refused as by any broker, and nothing is cached',
      async () => {
        fresh();
        const rows = [
          [{ headers: { origin: 'https://evil.example' } }, 403, 'origin-refused'],
          [{ headers: { 'sec-fetch-site': 'none' } }, 403, 'origin-refused'],
          [{ body: '{' }, 400, 'invalid-body'],
          [{ headers: { 'content-type': 'text/plain' } }, 415, 'unsupported-media-type'],
          [{ body: `"${'x'.repeat(9000)}"` }, 413, 'too-large'],
          [{ method: 'PUT' }, 405, 'method-not-allowed'],
          [{ method: 'GET', body: undefined }, 405, 'method-not-allowed'],
        ];
        for (const [init, status, code] of rows) {
          const answer = await token(init);
          assert.equal(answer.status, status);
          assert.equal((await answer.json()).code, code);
          assert.equal(answer.headers.get('cache-control'), 'no-store');
          assert.equal(answer.headers.get('access-control-allow-credentials'), null);
        }
        const text = await saveSettings(world.admin, url, {});
        assert.match(text, /https:\/\/evil\.example is not in allowedOrigins/);
      },
    ],
    [
      'another site of the owner may call once its address is in the settings',
      async () => {
        const text = await saveSettings(world.admin, url, {
          'live_call[origins]': 'https://Shop.example/start\nnonsense',
        });
        assert.match(text, /nonsense is no address of a site/);
        fresh();
        const origin = 'https://shop.example';
        const answer = await token({ headers: { origin, 'sec-fetch-site': 'cross-site' } });
        assert.equal(answer.status, 200);
        assert.equal(answer.headers.get('access-control-allow-origin'), origin);
      },
    ],
    [
      'a stale nonce of a cached page and plain permalinks do no harm',
      async () => {
        fresh();
        const cookies = (await world.admin.cookies()).map(({ name, value }) => `${name}=${value}`);
        const answer = await token({ headers: { cookie: cookies.join('; ') } });
        assert.equal(answer.status, 200);
        site.php("update_option('permalink_structure', '');");
        const page = await call(`${url}/?p=${world.editor.id}`);
        const tokenUrl = await page.$eval('live-call', (element) => element.tokenUrl);
        assert.equal(tokenUrl, '/index.php?rest_route=/live-call/v1/token');
        site.php("update_option('permalink_structure', '/%postname%/');");
      },
    ],
    [
      'in German the settings, the block and the card are German',
      async () => {
        site.php("update_option('WPLANG', 'de_DE');");
        await world.admin.goto(url + settingsPage);
        const text = await world.admin.$eval('.wrap', (wrap) => wrap.innerText);
        assert.match(text, /Anweisungen/);
        const { page, id } = world.editor;
        await openEditor(page, url, id);
        const title = () => wp.blocks.getBlockType('live-call/call').title;
        assert.equal(await page.evaluate(title), 'Sprachanruf');
        assert.equal(await page.evaluate(() => wp.i18n.__('Corner', 'live-call')), 'Ecke');
        const visitor = await open(world.editor.link);
        const start = await visitor.waitForSelector('live-call >>> [part=start]');
        assert.match(await start.evaluate((button) => button.textContent), /anrufen|Anruf/i);
        site.php("update_option('WPLANG', '');");
      },
    ],
    [
      'the key was in nothing that any browser was sent',
      async () => {
        await world.admin.goto(`${url}/wp-admin/options.php`);
        await world.admin.goto(`${url}/wp-admin/options-privacy.php?tab=policyguide`);
        assert.match(await world.admin.content(), /spoken calls with an AI model of Google/);
        await world.admin
          .evaluate(async () => {
            const { nonce } = wpApiSettings ?? {};
            for (const path of ['', 'wp/v2/settings', 'live-call/v1'])
              await fetch(`/wp-json/${path}`, { headers: nonce ? { 'x-wp-nonce': nonce } : {} });
          })
          .catch(() => undefined);
        await Promise.all(heard.pending);
        const withKey = heard.texts.filter(({ text }) => text.includes(key));
        assert.deepEqual(
          withKey.map((text) => text.url),
          [],
        );
        assert.ok(heard.texts.length > 50, `only ${heard.texts.length} answers were seen`);
      },
    ],
    [
      'PHP had nothing to complain of in the plugin, and no log holds the key',
      () => {
        const lines = site.log().split('\n');
        const ours = lines.filter((text) => /PHP .*plugins\/live-call/.test(text));
        assert.deepEqual(ours, []);
        assert.ok(!site.log().includes(key));
      },
    ],
    [
      'deleting the plugin leaves nothing of it in the database',
      async () => {
        site.php(`require 'wp-admin/includes/plugin.php'; require 'wp-admin/includes/file.php';
          deactivate_plugins('live-call/live-call.php'); delete_plugins(['live-call/live-call.php']);`);
        const left = site.sql(
          "SELECT option_name FROM wordpress.wp_options WHERE option_name LIKE 'live%call%'",
        );
        assert.equal(left, '');
      },
    ],
  ];
}

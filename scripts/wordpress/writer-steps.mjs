// What those who write on a site do: place calls, and try what they may not.
import assert from 'node:assert/strict';
import { insertBlock, logIn, openEditor, publish, readBlocks } from './people.mjs';
/** What changes something, and what it is sent. */
const actions = [
  ['/wp-admin/options.php', { option_page: 'live-call', action: 'update' }],
  ['/wp-admin/admin-post.php', { action: 'live_call_check' }],
];

/** In a page: posts each without a nonce, and tells with which status it was answered. */
async function postAll(forms) {
  const statuses = [];
  for (const [path, fields] of forms) {
    const body = new URLSearchParams(fields);
    statuses.push((await fetch(path, { method: 'POST', body })).status);
  }
  return statuses;
}

const settingsPage = '/wp-admin/options-general.php?page=live-call';

/** A tag with everything that an author must not say, and what an author may. */
const handwritten = `<live-call agent="sales" captions="on" class="mine" base-url="wss://evil.example"
  token-url="https://evil.example/token" worklet-url="https://evil.example/w.js" greeting="Spend" strings="{}"
  instructions="Evil" api-version="v1" onclick="alert(1)" style="position:fixed"
  ><a slot="fallback" href="tel:+15550100" onclick="alert(1)">+1 555 0100</a></live-call>`;

export const writerSteps = (world) => {
  const { browser, call, heard, line, site, url } = world;
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
    await page.evaluate(() => {
      wp.data.dispatch('core/edit-post').__experimentalSetPreviewDeviceType('Tablet');
    });
    const frame = await (await page.waitForSelector('iframe[name="editor-canvas"]')).contentFrame();
    await frame.waitForSelector('live-call >>> .card');
    const words = await frame.$eval('live-call', ({ shadowRoot }) => shadowRoot.textContent);
    assert.match(words, /Robin is listening/);
    assert.deepEqual(
      asked.filter((address) => /live-call\/v1|127\.0\.0\.1.*\/line\//.test(address)),
      [],
    );
  }

  return [
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
        assert.deepEqual(await page.evaluate(postAll, actions), [403, 403]);
        // Not even the owner's browser can, where another site has it post.
        assert.deepEqual(await world.admin.evaluate(postAll, actions), [403, 403]);
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
        const saved = await site.php('echo get_post($argv[1])->post_content;', `${id}`);
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
  ];
};

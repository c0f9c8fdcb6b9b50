// What visitors of a site see, and whether they are heard.
import assert from 'node:assert/strict';
import { saveSettings } from './people.mjs';
export const visitorSteps = (world) => {
  const { call, line, open, site, url } = world;
  return [
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
      'a block that its editor has centred is in the middle of the column',
      async () => {
        const id = await site.php(
          `echo wp_insert_post(['post_title' => 'Centred', 'post_status' => 'publish', 'post_content' => $argv[1]]);`,
          '<!-- wp:live-call/call {"align":"center","captions":true} /-->',
        );
        const page = await open(`${url}/?p=${id}`);
        await page.waitForSelector('live-call >>> .card');
        const [card, column] = await page.$$eval('live-call, .entry-content', (nodes) =>
          nodes
            .map((node) => node.getBoundingClientRect())
            .sort((a, b) => a.width - b.width)
            .map(({ left, right }) => (left + right) / 2),
        );
        const aside = Math.abs(card - column);
        assert.ok(aside < 2, `the card is ${aside} px aside`);
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
      'the shortcode places a call with its words and a phone number',
      async () => {
        const content = `[live_call agent="sales" label="Ring & ask" phone="+1 555 0100" captions="yes" text="on"]`;
        const id = await site.php(
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
  ];
};

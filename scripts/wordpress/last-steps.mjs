// What holds at the end of the walk: other words, no trace of the key, nothing left.
import assert from 'node:assert/strict';
import { openEditor, saveSettings } from './people.mjs';
const settingsPage = '/wp-admin/options-general.php?page=live-call';

export const lastSteps = (world) => {
  const { heard, key, open, site, url } = world;
  return [
    [
      'in German the settings, the block and the card are German',
      async () => {
        await site.php("update_option('WPLANG', 'de_DE');");
        await world.admin.goto(url + settingsPage);
        const text = await world.admin.$eval('.wrap', (wrap) => wrap.innerText);
        assert.match(text, /Anweisungen/);
        const { page, id } = world.editor;
        await openEditor(page, url, id);
        const words = await page.evaluate(() => [
          wp.blocks.getBlockType('live-call/call').title,
          wp.i18n.__('Corner', 'live-call'),
        ]);
        assert.deepEqual(words, ['Sprachanruf', 'Ecke']);
        const visitor = await open(world.editor.link);
        const start = await visitor.waitForSelector('live-call >>> [part=start]');
        assert.match(await start.evaluate((button) => button.textContent), /anrufen|Anruf/i);
        await site.php("update_option('WPLANG', '');");
      },
    ],
    [
      'the key was in nothing that any browser was sent',
      async () => {
        const { admin } = world;
        await admin.goto(`${url}/wp-admin/options-privacy.php?tab=policyguide`);
        assert.match(await admin.content(), /spoken calls with an AI model of Google/);
        for (const path of ['options.php', 'options-general.php?page=live-call']) {
          await admin.goto(`${url}/wp-admin/${path}`);
          assert.ok(!(await admin.content()).includes(key), `${path} shows the key`);
        }
        const answers = await admin.evaluate(async () => {
          const headers = {
            'x-wp-nonce': await (await fetch('/wp-admin/admin-ajax.php?action=rest-nonce')).text(),
          };
          const paths = ['', 'wp/v2/settings', 'live-call/v1', 'wp/v2/posts?context=edit'];
          const get = async (path) => (await fetch(`/wp-json/${path}`, { headers })).text();
          return Promise.all(paths.map(get));
        });
        assert.match(answers[1], /Bistro/);
        assert.ok(!answers.join('').includes(key), 'the REST API tells the key');
        const withKey = heard.filter(({ text }) => text.includes(key));
        assert.deepEqual(
          withKey.map((answer) => answer.url),
          [],
        );
        assert.ok(heard.length > 50, `only ${heard.length} answers were seen`);
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
      'the owner has the key forgotten, and visitors see no call',
      async () => {
        await saveSettings(world.admin, url, { 'live_call_secret[forget]': true });
        assert.equal(await site.php("echo wp_json_encode(get_option('live_call_secret'));"), '[]');
        const visitor = await open(world.editor.link);
        assert.equal(await visitor.$('live-call'), null);
      },
    ],
    [
      'deleting the plugin leaves nothing of it in the database',
      async () => {
        await site.php(`require 'wp-admin/includes/plugin.php'; require 'wp-admin/includes/file.php';
          deactivate_plugins('live-call/live-call.php'); delete_plugins(['live-call/live-call.php']);`);
        const left = await site.sql(
          "SELECT option_name FROM wordpress.wp_options WHERE option_name LIKE 'live%call%'",
        );
        assert.equal(left, '');
      },
    ],
  ];
};

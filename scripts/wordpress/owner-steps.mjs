// What the owner of a site does first: installs the plugin, tries keys, sets up two agents.
import assert from 'node:assert/strict';
import { checkNow, installPlugin, logIn, saveSettings } from './people.mjs';
export const ownerSteps = (world) => {
  const { archive, browser, heard, key, open, site, url } = world;
  return [
    [
      'the owner uploads the zip and switches the plugin on',
      async () => {
        world.admin = await logIn(browser, url, 'admin', heard);
        await installPlugin(world.admin, url, archive);
        const active = await site.php("echo implode(' ', get_option('active_plugins'));");
        assert.match(active, /live-call\/live-call\.php/);
      },
    ],
    [
      'without a key, a page shows visitors nothing and its owner a line',
      async () => {
        const id = await site.php(
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
        const saved =
          "echo wp_json_encode([get_option('live_call'), get_option('live_call_secret')]);";
        const before = await site.php(saved);
        await saveSettings(world.admin, url, {});
        assert.equal(await site.php(saved), before);
        const { agents } = JSON.parse(before)[0];
        assert.equal(agents.main.instructions, 'You take "table" bookings.\nBe <brief>.');
        assert.deepEqual(Object.keys(agents), ['main', 'sales']);
        assert.equal(JSON.parse(before)[1].key, key);
      },
    ],
  ];
};

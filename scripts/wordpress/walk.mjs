// The walk through a WordPress with the plugin, in order: `[what it proves, function]` for each step.
import assert from 'node:assert/strict';
import { visit, wholeCall } from '../../build/test/pages/visit.js';
import { lastSteps } from './last-steps.mjs';
import { ownerSteps } from './owner-steps.mjs';
import { listen } from './people.mjs';
import { tokenSteps } from './token-steps.mjs';
import { visitorSteps } from './visitor-steps.mjs';
import { writerSteps } from './writer-steps.mjs';

/** `given`: the browser, the site, the line of the emulator, the key, the zip, and all that browsers `heard`. */
export function steps(given) {
  const { browser, heard, line, site } = given;
  const { url } = site;

  /** Has everybody start with no call counted. */
  const fresh = () => site.php("delete_option('live_call_counters');");

  /** Asks for a token as a page of the site does, but for `init`. */
  const token = (init = {}) =>
    fetch(`${url}/wp-json/live-call/v1/token`, {
      method: 'POST',
      body: '{}',
      ...init,
      headers: { 'content-type': 'application/json', origin: url, ...init.headers },
    });

  /** A visitor of a page, who has a whole call there of which nothing is lost. */
  async function call(link) {
    await fresh();
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

  // The steps leave in it whom later ones need: the pages of the admin, the editor and the author.
  const world = { ...given, url, fresh, token, call, open };
  return [ownerSteps, writerSteps, visitorSteps, tokenSteps, lastSteps].flatMap((steps) =>
    steps(world),
  );
}

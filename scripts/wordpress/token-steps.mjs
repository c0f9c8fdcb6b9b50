// Who gets a token from the site, and how many.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { press, until, visit } from '../../build/test/pages/visit.js';
import { saveSettings } from './people.mjs';
export const tokenSteps = (world) => {
  const { browser, call, fresh, key, line, site, token, url } = world;
  return [
    [
      'the sixth call of a visitor within a minute is refused with 429 and a time to wait',
      async () => {
        await fresh();
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
        await fresh();
        const answers = await Promise.all(Array.from({ length: 30 }, () => token()));
        const count = (status) => answers.filter((answer) => answer.status === status).length;
        assert.deepEqual([count(200), count(429)], [5, 25]);
      },
    ],
    [
      'the owner reads how many calls of the day are spent',
      async () => {
        await fresh();
        for (let n = 0; n < 2; n++) await token();
        assert.match(await saveSettings(world.admin, url, {}), /Calls so far today: 2\./);
      },
    ],
    [
      'the key follows no redirect to another server',
      async () => {
        const asked = [];
        const server = createServer((request, response) => {
          asked.push(request.url);
          response.writeHead(307, { location: '/elsewhere' }).end();
        }).listen(0, '127.0.0.1');
        await once(server, 'listening');
        const status = await site.php(
          `echo LiveCall\\Plugin\\post($argv[1], ['x-goog-api-key' => 'a-key'], '{}')['status'];`,
          `http://127.0.0.1:${server.address().port}/token`,
        );
        server.close();
        assert.deepEqual([status, asked], ['307', ['/token']]);
      },
    ],
    [
      'calls for which Google gives no token cost no budget, also when many come at once',
      async () => {
        await fresh();
        await line.change({ apiKey: 'another' });
        const answers = await Promise.all(Array.from({ length: 5 }, () => token()));
        await line.change({ apiKey: key });
        assert.deepEqual(
          answers.map(({ status }) => status),
          [502, 502, 502, 502, 502],
        );
        assert.equal(await site.php('echo LiveCall\\Plugin\\calls_today();'), '0');
        await fresh();
        assert.equal((await token()).status, 200);
        assert.equal(await site.php("var_export(get_option('live_call_trouble'));"), 'false');
      },
    ],
    [
      'a call with its ticket gets another token when new calls are refused',
      async () => {
        await fresh();
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
        await fresh();
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
        await fresh();
        const origin = 'https://shop.example';
        const answer = await token({ headers: { origin, 'sec-fetch-site': 'cross-site' } });
        assert.equal(answer.status, 200);
        assert.equal(answer.headers.get('access-control-allow-origin'), origin);
      },
    ],
    [
      'a stale nonce of a cached page and plain permalinks do no harm',
      async () => {
        await fresh();
        const cookies = (await world.admin.cookies()).map(({ name, value }) => `${name}=${value}`);
        const answer = await token({ headers: { cookie: cookies.join('; ') } });
        assert.equal(answer.status, 200);
        await site.php("update_option('permalink_structure', '');");
        const page = await call(`${url}/?p=${world.editor.id}`);
        const tokenUrl = await page.$eval('live-call', (element) => element.tokenUrl);
        assert.equal(tokenUrl, '/index.php?rest_route=/live-call/v1/token');
        await site.php("update_option('permalink_structure', '/%postname%/');");
      },
    ],
  ];
};

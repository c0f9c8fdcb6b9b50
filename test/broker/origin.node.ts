import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it, mock } from 'node:test';
import { createBroker } from '../../src/broker/broker.js';
import {
  apiKey,
  ask,
  closeUpstream,
  openUpstream,
  origin,
  profile,
  resetUpstream,
  strangers,
  upstream,
} from './upstream.js';

describe('the broker', () => {
  before(openUpstream);
  after(closeUpstream);
  beforeEach(resetUpstream);
  before(() => void mock.method(console, 'warn', () => {}));
  after(() => mock.restoreAll());

  const own = { allowedOrigins: undefined };
  for (const stranger of [undefined, ...strangers]) {
    for (const options of [own, { allowedOrigins: [origin] }]) {
      it(`refuses Origin ${stranger}, ${options.allowedOrigins ? 'listed' : 'own'} origins allowed, and says so to the page (K1, K13)`, async () => {
        const { response, answer, events } = await ask({ headers: { origin: stranger }, options });
        assert.equal(response.status, 403);
        assert.deepEqual(answer, { code: 'origin-refused', retryable: false });
        assert.equal(response.headers.get('access-control-allow-origin'), stranger ?? null);
        assert.equal(
          response.headers.get('access-control-expose-headers'),
          stranger ? 'retry-after' : null,
        );
        assert.equal(response.headers.get('access-control-allow-credentials'), null);
        assert.equal(response.headers.get('cache-control'), 'no-store');
        assert.match(
          events[0]?.why ?? '',
          stranger ? new RegExp(`^${stranger} is not `) : /no Origin/,
        );
        assert.equal(upstream.asked.length, 0);
      });
    }
  }

  it('gives a page of its own origin a token', async () => {
    assert.equal((await ask({ options: own })).response.status, 200);
  });

  it('refuses a request that the browser marks as from another site (K1)', async () => {
    for (const site of ['cross-site', 'same-site', 'none', 'bogus']) {
      const { response, events } = await ask({ headers: { 'sec-fetch-site': site }, options: own });
      assert.equal(response.status, 403);
      assert.match(events[0]?.why ?? '', new RegExp(`Sec-Fetch-Site is ${site}`));
    }
    const same = { 'sec-fetch-site': 'same-origin' };
    assert.equal((await ask({ headers: same, options: own })).response.status, 200);
  });

  it('lets pages of listed origins in, and tells their browser so (K1)', async () => {
    const options = { allowedOrigins: ['https://shop.example', 'https://www.shop.example'] };
    const headers = { origin: 'https://www.shop.example', 'sec-fetch-site': 'cross-site' };
    const { response } = await ask({ headers, options });
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('access-control-allow-origin'), 'https://www.shop.example');
    assert.equal(response.headers.get('access-control-allow-credentials'), null);
    assert.match(response.headers.get('vary') ?? '', /\bOrigin\b/);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.equal((await ask({ options })).response.status, 403);
    const navigation = await ask({ headers: { ...headers, 'sec-fetch-site': 'none' }, options });
    assert.equal(navigation.response.status, 403);
  });

  for (const from of [origin, 'https://evil.example', 'null']) {
    it(`passes the preflight of ${from}, so that its page can read what the POST is answered (K13)`, async () => {
      const asked = 'content-type,x-csrf-token';
      const headers = { origin: from, 'access-control-request-headers': asked };
      const { response, events } = await ask({ method: 'OPTIONS', headers });
      assert.equal(response.status, 204);
      assert.equal(response.headers.get('access-control-allow-origin'), from);
      assert.equal(response.headers.get('access-control-allow-methods'), 'POST');
      assert.equal(
        response.headers.get('access-control-allow-headers'),
        'content-type, authorization, x-csrf-token',
      );
      assert.equal(response.headers.get('access-control-allow-credentials'), null);
      assert.equal(response.headers.get('access-control-max-age'), '600');
      assert.match(response.headers.get('vary') ?? '', /Origin/);
      assert.equal(upstream.asked.length + events.length, 0);
    });
  }

  for (const asked of [undefined, 'x-'.padEnd(5000, 'x'), 'x-a;b', '*', '"', '<script>', ',,']) {
    it(`mirrors no header that is none: ${asked?.slice(0, 10)}`, async () => {
      const headers = { 'access-control-request-headers': asked };
      const { response } = await ask({ method: 'OPTIONS', headers });
      const allowed = response.headers.get('access-control-allow-headers');
      assert.equal(allowed, 'content-type, authorization');
    });
  }

  it('lets a function judge the origin (K1)', async () => {
    const allowedOrigins = (from: string) => /^https:\/\/[a-z0-9-]+\.preview\.example$/.test(from);
    const from = (origin: string) => ask({ headers: { origin }, options: { allowedOrigins } });
    assert.equal((await from('https://branch-7.preview.example')).response.status, 200);
    assert.equal((await from('https://preview.example.evil')).response.status, 403);
  });

  const apps = [
    'capacitor://localhost',
    'ionic://localhost',
    'tauri://localhost',
    'chrome-extension://abcdefghijklmnopabcdefghijklmnop',
    'moz-extension://8d2f5b1e-0c3a-4c1e-9a57-2f4b6c8d0e1f',
    'app://localhost:3000',
    'http://localhost',
    'http://[::1]:8080',
    'https://xn--bcher-kva.example',
  ];
  for (const app of apps) {
    it(`lets pages of ${app} in where they are listed, and no others (K14)`, async () => {
      const options = { allowedOrigins: [app] };
      const { response } = await ask({ headers: { origin: app }, options });
      assert.equal(response.status, 200);
      assert.equal(response.headers.get('access-control-allow-origin'), app);
      const other = { origin: `${app}.evil.example` };
      assert.equal((await ask({ headers: other, options })).response.status, 403);
    });
  }

  /** The page at `from` asks a broker without a list that goes by the name `url`. */
  const askAt = async (url: string, from: string, headers: Record<string, string> = {}) => {
    const whys: string[] = [];
    const onEvent = ({ why }: { why: string }) => whys.push(why);
    const broker = createBroker({ apiKey, profile, baseUrl: upstream.url, onEvent });
    const all = { origin: from, 'content-type': 'application/json', ...headers };
    const { status } = await broker.fetch(
      new Request(url, { method: 'POST', headers: all, body: '{}' }),
    );
    return { status, why: whys[0] ?? '' };
  };

  for (const name of [
    'http://evil.example',
    'http://192.0.2.7:8080',
    'http://localhost.evil.example',
  ]) {
    it(`does not believe ${name}, a name that anybody may have pointed at it (K1, K14)`, async () => {
      const { status, why } = await askAt(`${name}/token`, name);
      assert.equal(status, 403);
      assert.match(why, /is not https.*allowedOrigins/);
    });
  }

  for (const name of ['http://localhost:8080', 'http://127.0.0.1:3000', 'http://[::1]:8080']) {
    it(`serves the pages of ${name} without a list and without a warning`, async () => {
      const warn = mock.method(console, 'warn', () => {});
      assert.equal((await askAt(`${name}/token`, name)).status, 200);
      assert.equal(warn.mock.callCount(), 0);
      warn.mock.restore();
    });
  }

  it('warns once that it believes what requests call it, unless it has a list (K14)', async () => {
    const warn = mock.method(console, 'warn', () => {});
    const usual = { apiKey, profile, baseUrl: upstream.url, onEvent: () => {} };
    for (const options of [usual, { ...usual, allowedOrigins: [origin] }]) {
      const broker = createBroker(options);
      for (let i = 0; i < 3; i++) {
        const headers = { origin, 'content-type': 'application/json' };
        await broker.fetch(new Request(origin, { method: 'POST', headers, body: '{}' }));
      }
    }
    const lines = warn.mock.calls.map(({ arguments: [line] }) => String(line));
    warn.mock.restore();
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? '', /^live-call broker: .*allowedOrigins: \['https:\/\/www\.example/);
  });

  const proxies: Record<string, Record<string, string>> = {
    'X-Forwarded-Proto': { 'x-forwarded-proto': 'https' },
    'X-Forwarded-Proto of two proxies': { 'x-forwarded-proto': 'https, http' },
    Forwarded: { forwarded: 'for=192.0.2.60;proto=https;by=203.0.113.43' },
    'a quoted Forwarded': { forwarded: 'For="[2001:db8::7]:47", Proto="https"' },
  };
  for (const [name, headers] of Object.entries(proxies)) {
    it(`tells the owner that a proxy ends TLS, by ${name} (K13, K14)`, async () => {
      const { status, why } = await askAt('http://www.example.com/token', origin, headers);
      assert.equal(status, 403);
      assert.match(why, /a proxy ends TLS .*allowedOrigins: \['https:\/\/www\.example\.com'\]/);
    });
  }

  it('advises the https address where a proxy ends TLS, as pages have it (K13, K14)', async () => {
    const warn = mock.method(console, 'warn', () => {});
    for (const headers of Object.values(proxies))
      await askAt('http://www.example.com/token', origin, headers);
    const lines = warn.mock.calls.map(({ arguments: [line] }) => String(line));
    warn.mock.restore();
    assert.equal(lines.length, Object.keys(proxies).length);
    for (const line of lines)
      assert.match(line, /asked at http:.*allowedOrigins: \['https:\/\/www\.example\.com'\]/);
  });

  it('asks for allowedOrigins where the host hides the address of the page, as Next does (K13, K14)', async () => {
    const { status, why } = await askAt('http://localhost:3000/token', origin);
    assert.equal(status, 403);
    assert.match(
      why,
      /asked at http:\/\/localhost:3000;.*allowedOrigins: \['https:\/\/www\.example/,
    );
    assert.doesNotMatch(why, /TLS/);
  });
});

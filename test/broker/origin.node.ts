import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { ask, closeUpstream, openUpstream, origin, resetUpstream, upstream } from './upstream.js';

describe('the broker', () => {
  before(openUpstream);
  after(closeUpstream);
  beforeEach(resetUpstream);

  const strangers = [
    undefined,
    'null',
    'https://evil.example',
    'http://www.example.com',
    'https://www.example.com:8443',
    'https://www.example.com.evil.example',
    'https://evilwww.example.com',
    'https://example.com',
    'https://www.example.com/',
    'HTTPS://WWW.EXAMPLE.COM',
  ];
  for (const stranger of strangers) {
    for (const allowedOrigins of [undefined, [origin]]) {
      it(`refuses Origin ${stranger}, ${allowedOrigins ? 'listed' : 'own'} origins allowed (K1)`, async () => {
        const options = allowedOrigins ? { allowedOrigins } : {};
        for (const method of ['POST', 'OPTIONS']) {
          const headers = { origin: stranger };
          const { response, answer } = await ask({ method, headers, options });
          assert.equal(response.status, 403);
          assert.deepEqual(answer, { code: 'origin-refused', retryable: false });
          assert.equal(response.headers.get('access-control-allow-origin'), null);
          assert.equal(response.headers.get('cache-control'), 'no-store');
        }
        assert.equal(upstream.asked.length, 0);
      });
    }
  }

  it('refuses a request that the browser marks as from another site (K1)', async () => {
    for (const site of ['cross-site', 'same-site', 'none']) {
      const { response } = await ask({ headers: { 'sec-fetch-site': site } });
      assert.equal(response.status, 403);
    }
    const own = await ask({ headers: { 'sec-fetch-site': 'same-origin' } });
    assert.equal(own.response.status, 200);
  });

  it('lets pages of listed origins in, and tells their browser so (K1)', async () => {
    const options = { allowedOrigins: ['https://shop.example', 'https://www.shop.example'] };
    const headers = { origin: 'https://www.shop.example', 'sec-fetch-site': 'cross-site' };
    const preflight = await ask({ method: 'OPTIONS', headers, options });
    const { response } = await ask({ headers, options });
    assert.equal(preflight.response.status, 204);
    assert.equal(preflight.response.headers.get('access-control-allow-methods'), 'POST');
    assert.equal(preflight.response.headers.get('access-control-allow-headers'), 'content-type');
    assert.equal(preflight.response.headers.get('access-control-max-age'), '600');
    assert.equal(response.status, 200);
    for (const { headers } of [preflight.response, response]) {
      assert.equal(headers.get('access-control-allow-origin'), 'https://www.shop.example');
      assert.equal(headers.get('access-control-allow-credentials'), null);
      assert.match(headers.get('vary') ?? '', /\bOrigin\b/);
      assert.equal(headers.get('cache-control'), 'no-store');
    }
    assert.equal((await ask({ options })).response.status, 403);
    const navigation = await ask({ headers: { ...headers, 'sec-fetch-site': 'none' }, options });
    assert.equal(navigation.response.status, 403);
  });

  it('lets a function judge the origin (K1)', async () => {
    const allowedOrigins = (from: string) => /^https:\/\/[a-z0-9-]+\.preview\.example$/.test(from);
    const from = (origin: string) => ask({ headers: { origin }, options: { allowedOrigins } });
    assert.equal((await from('https://branch-7.preview.example')).response.status, 200);
    assert.equal((await from('https://preview.example.evil')).response.status, 403);
    const vague = (() => 'yes') as unknown as () => boolean;
    assert.equal((await ask({ options: { allowedOrigins: vague } })).response.status, 403);
  });
});

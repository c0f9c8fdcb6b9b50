import { expect } from '@open-wc/testing';
import { answerWith, failure, key, restoreFetch, source, token, visible } from './asking.js';

describe('fetchToken', () => {
  afterEach(restoreFetch);

  const statuses: Record<number, string> = {
    400: 'token-invalid',
    401: 'token-refused',
    403: 'token-refused',
    404: 'token-not-found',
    405: 'token-not-found',
    408: 'token-timeout',
    410: 'token-not-found',
    429: 'token-rate-limited',
    500: 'token-unavailable',
    503: 'token-unavailable',
  };
  for (const [status, code] of Object.entries(statuses)) {
    it(`turns HTTP ${status} into ${code} (D7)`, async () => {
      answerWith(() => new Response('<h1>no</h1>', { status: Number(status) }));
      expect(await failure(source)).to.deep.include({ code, detail: `HTTP ${status}` });
    });
  }

  it('tells when the broker wants it back (D7)', async () => {
    answerWith(() => new Response('', { status: 429, headers: { 'retry-after': '30' } }));
    expect(await failure(source)).to.deep.include({
      detail: 'HTTP 429, Retry-After: 30',
      retryAfter: 30,
    });
    const date = new Date(Date.now() + 90_000).toUTCString();
    answerWith(() => new Response('', { status: 503, headers: { 'retry-after': date } }));
    expect((await failure(source)).retryAfter).to.be.within(80, 90);
    for (const unfit of ['soon', '-5', 'Thu, 01 Jan 1970 00:00:00 GMT']) {
      answerWith(() => new Response('', { status: 503, headers: { 'retry-after': unfit } }));
      expect((await failure(source)).retryAfter, unfit).to.equal(0);
    }
  });

  const refuseWith = (status: number, reason: unknown, headers = {}) =>
    answerWith(() => Response.json(reason, { status, headers }));

  for (const [status, name] of [
    [403, 'origin-refused'],
    [400, 'invalid-body'],
    [503, 'busy'],
    [500, 'a'.repeat(40)],
  ] as const) {
    it(`tells the developer that the broker said ${name} (J2)`, async () => {
      refuseWith(status, { code: name, retryable: true });
      const { code, detail } = await failure(source);
      expect(detail).to.equal(`HTTP ${status} ${name}`);
      expect(code).to.equal(statuses[status]);
    });
  }

  it('ends a call that is over, asks no more for it, and leaves the caller to call again (K16)', async () => {
    refuseWith(403, { code: 'call-over', retryable: false });
    expect(await failure(source)).to.deep.include({
      code: 'call-over',
      detail: 'HTTP 403 call-over',
      retryable: true,
      owner: false,
      retryAfter: Infinity,
    });
  });

  for (const name of ['rate-limited', 'budget-spent']) {
    it(`waits as long as the broker says with ${name} (K15)`, async () => {
      refuseWith(429, { code: name, retryable: true }, { 'retry-after': '3541' });
      expect(await failure(source)).to.deep.include({
        code: 'token-rate-limited',
        detail: `HTTP 429 ${name}, Retry-After: 3541`,
        retryable: true,
        retryAfter: 3541,
      });
    });
  }

  const unfit = ['', 'a'.repeat(41), 'Has Spaces', '<b>', 'AIza', 'a\nb', 7, null, ['busy'], {}];
  for (const name of unfit) {
    it(`shows nothing of a reason such as ${JSON.stringify(name)} (J2)`, async () => {
      refuseWith(403, { code: name, token: key });
      expect(await failure(source)).to.deep.include({ code: 'token-refused', detail: 'HTTP 403' });
    });
  }

  for (const status of [429, 500, 502, 504]) {
    it(`believes a broker that says with ${status} that waiting does not help (J2)`, async () => {
      refuseWith(status, { code: 'key-missing', retryable: false }, { 'retry-after': '30' });
      expect(await failure(source)).to.deep.include({
        code: 'token-misconfigured',
        retryable: false,
        detail: `HTTP ${status} key-missing, Retry-After: 30`,
      });
      for (const retryable of [true, undefined, null, 'false', 0]) {
        refuseWith(status, { code: 'key-missing', retryable });
        expect(await failure(source)).to.include({ retryable: true });
      }
    });
  }

  for (const [status, code] of [
    [400, 'invalid-body'],
    [413, 'too-large'],
    [415, 'unsupported-media-type'],
  ] as const) {
    it(`sends the owner to the log of a broker that refused with ${status} (J2)`, async () => {
      refuseWith(status, { code, retryable: false });
      const { code: told, detail } = await failure(source);
      expect([told, detail]).to.deep.equal(['token-misconfigured', `HTTP ${status} ${code}`]);
    });
  }

  it('is refused for good by a 403, whatever the broker says of it (J2)', async () => {
    for (const retryable of [true, false]) {
      refuseWith(403, { code: 'origin-refused', retryable });
      expect(await failure(source)).to.include({ code: 'token-refused', retryable: false });
    }
  });

  const chunk = new TextEncoder().encode('{"code":"busy"}');
  const bodies: Record<string, UnderlyingDefaultSource<Uint8Array>> = {
    'never ends': { start: (controller) => controller.enqueue(chunk) },
    'never begins': {},
    'is endless': { pull: (controller) => controller.enqueue(new Uint8Array(4096)) },
    'breaks off': { pull: (controller) => controller.error(new TypeError('network error')) },
  };
  for (const [how, body] of Object.entries(bodies)) {
    it(`knows the status of a refusal whose reason ${how}, and holds nothing open (J2)`, async () => {
      let open = true;
      const cancel = () => void (open = false);
      answerWith(() => new Response(new ReadableStream({ ...body, cancel }), { status: 403 }));
      expect(await failure(source)).to.deep.include({ code: 'token-refused', detail: 'HTTP 403' });
      expect(open).to.equal(how === 'breaks off');
    });
  }

  it('follows no redirect (D7)', async () => {
    answerWith(() => new Response('', { status: 302, headers: { location: '/login' } }));
    expect((await failure(source)).code).to.equal('token-not-found');
  });

  const answers: Record<string, string> = {
    'an HTML page': '<!doctype html><title>Log in</title>',
    nothing: '',
    'a JSON text': JSON.stringify(token),
    null: 'null',
    'another object': '{"name": "auth_tokens/abc"}',
    'a number': '{"token": 7}',
    'an empty token': '{"token": "auth_tokens/"}',
    'a token with a line break': '{"token": "auth_tokens/a\\nb"}',
    'an API key': JSON.stringify({ token: key }),
  };
  for (const [name, body] of Object.entries(answers)) {
    it(`refuses ${name} (D7)`, async () => {
      answerWith(() => new Response(body));
      const error = await failure(source);
      expect(error.code).to.equal('token-invalid');
      expect(visible(error)).not.to.include('AIza').and.not.to.include('Log in');
    });
  }

  it('refuses an API key, and the error says so without showing it (K4)', async () => {
    const error = await failure({ tokenProvider: async () => key });
    expect(error.code).to.equal('token-invalid');
    expect(error.detail).to.include('API key');
    expect(visible(error)).not.to.include(key);
  });

  it('stops reading an endless answer (D7)', async () => {
    let cancelled = false;
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(4096)),
      cancel: () => void (cancelled = true),
    });
    answerWith(() => new Response(endless));
    expect((await failure(source)).code).to.equal('token-invalid');
    expect(cancelled).to.equal(true);
  });

  for (const tokenUrl of ['https://', 'https://user:word@broker.example/token']) {
    it(`refuses ${tokenUrl} for an address`, async () => {
      const asked = answerWith(() => Response.json({ token }));
      expect((await failure({ tokenUrl })).code).to.equal('token-not-found');
      expect(asked).to.be.empty;
    });
  }

  it('fails with token-network when the network does (D7)', async () => {
    answerWith(() => Promise.reject(new TypeError('Failed to fetch')));
    const error = await failure(source);
    expect(error).to.include({ code: 'token-network', detail: 'TypeError: Failed to fetch' });
  });

  it('fails with connect-blocked when the policy of the page forbids the request (D5)', async () => {
    answerWith(() => {
      const violation = { effectiveDirective: 'connect-src', disposition: 'enforce' } as const;
      document.dispatchEvent(
        new SecurityPolicyViolationEvent('securitypolicyviolation', {
          ...violation,
          bubbles: true,
          blockedURI: new URL('/token', location.href).href,
          documentURI: location.href,
          violatedDirective: 'connect-src',
          originalPolicy: "connect-src 'none'",
          statusCode: 200,
        }),
      );
      return Promise.reject(new TypeError('Failed to fetch'));
    });
    expect((await failure(source)).code).to.equal('connect-blocked');
  });
});

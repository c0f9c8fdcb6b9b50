import { expect } from '@open-wc/testing';
import { CallError } from '../../src/call/errors.js';
import { fetchToken, type TokenSource } from '../../src/live/token.js';

const token = 'auth_tokens/0123456789abcdef0123456789abcdef';
const key = 'AIzaSyA-1234567890abcdefghijklmnopqrstu';
const nativeFetch = globalThis.fetch;
const never = new AbortController().signal;

/** Answers the next request; returns what was asked. */
function answerWith(respond: (request: Request) => Response | Promise<Response>) {
  const asked: Request[] = [];
  globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    asked.push(request);
    return respond(request);
  };
  return asked;
}

async function failure(source: TokenSource, signal = never): Promise<CallError> {
  try {
    await fetchToken(source, signal);
  } catch (error) {
    expect(error).to.be.instanceOf(CallError);
    return error as CallError;
  }
  throw new Error('a token was given');
}

/** Everything of an error that could reach a log or a screen. */
const visible = (error: CallError) =>
  JSON.stringify([error.message, error.detail, error.next, error.stack, String(error.cause)]);

const source = { tokenUrl: '/token' };

describe('a token', () => {
  afterEach(() => {
    globalThis.fetch = nativeFetch;
  });

  it('is asked for with a POST that no other site can make unnoticed', async () => {
    const asked = answerWith(() => Response.json({ token }));
    expect(await fetchToken(source, never)).to.equal(token);
    expect(asked).to.have.length(1);
    const [request] = asked;
    expect(request).to.include({
      url: new URL('/token', location.href).href,
      method: 'POST',
      credentials: 'same-origin',
      redirect: 'manual',
      cache: 'no-store',
    });
    expect(await request?.text()).to.equal('{}');
    expect(request?.headers.get('content-type')).to.equal('application/json');
  });

  it('may come from the page itself, which wins over the URL', async () => {
    const asked = answerWith(() => Response.json({ token: 'auth_tokens/other' }));
    const given = await fetchToken({ ...source, tokenProvider: async () => token }, never);
    expect(given).to.equal(token);
    expect(asked).to.be.empty;
  });

  it('cannot be had from nowhere', async () => {
    expect((await failure({})).code).to.equal('token-missing');
    expect((await failure({ tokenUrl: '', tokenProvider: null })).code).to.equal('token-missing');
  });

  const statuses: Record<number, string> = {
    400: 'token-invalid',
    401: 'token-refused',
    403: 'token-refused',
    404: 'token-not-found',
    405: 'token-not-found',
    410: 'token-not-found',
    429: 'token-rate-limited',
    500: 'token-unavailable',
    503: 'token-unavailable',
  };
  for (const [status, code] of Object.entries(statuses)) {
    it(`refused with HTTP ${status} is ${code} (D7)`, async () => {
      answerWith(() => new Response('<h1>no</h1>', { status: Number(status) }));
      expect(await failure(source)).to.deep.include({ code, detail: `HTTP ${status}` });
    });
  }

  it('refused for now says when to come back (D7)', async () => {
    answerWith(() => new Response('', { status: 429, headers: { 'retry-after': '30' } }));
    expect((await failure(source)).detail).to.equal('HTTP 429, Retry-After: 30');
  });

  it('that is behind a redirect is not found (D7)', async () => {
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
    it(`is not ${name} (D7)`, async () => {
      answerWith(() => new Response(body));
      const error = await failure(source);
      expect(error.code).to.equal('token-invalid');
      expect(visible(error)).not.to.include('AIza').and.not.to.include('Log in');
    });
  }

  it('is never an API key, and the error says so without showing it (H13)', async () => {
    const error = await failure({ tokenProvider: async () => key });
    expect(error.code).to.equal('token-invalid');
    expect(error.detail).to.include('API key');
    expect(visible(error)).not.to.include(key);
  });

  it('is not looked for in an endless answer (D7)', async () => {
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
    it(`cannot be asked for at ${tokenUrl}`, async () => {
      const asked = answerWith(() => Response.json({ token }));
      expect((await failure({ tokenUrl })).code).to.equal('token-not-found');
      expect(asked).to.be.empty;
    });
  }

  it('that the network kept is token-network (D7)', async () => {
    answerWith(() => Promise.reject(new TypeError('Failed to fetch')));
    const error = await failure(source);
    expect(error).to.include({ code: 'token-network', detail: 'TypeError: Failed to fetch' });
  });

  it('that the page forbids to ask for is connect-blocked (D5)', async () => {
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

  it('that the page cannot give is token-unavailable, in its own words less any secret (H13)', async () => {
    const tokenProvider = () => Promise.reject(new Error(`no luck with ${key} and ${token}`));
    const error = await failure({ tokenProvider });
    expect(error.code).to.equal('token-unavailable');
    expect(error.detail).to.equal('tokenProvider: Error: no luck with … and …');
    expect(visible(error)).not.to.include(key).and.not.to.include(token);
  });

  it('that the page fails to give in a way of its own keeps its code', async () => {
    const tokenProvider = () => Promise.reject(new CallError('token-rate-limited', 'later'));
    expect((await failure({ tokenProvider })).code).to.equal('token-rate-limited');
  });

  describe('that does not come', () => {
    const nativeSetTimeout = globalThis.setTimeout;
    let ring: (() => void) | undefined;
    beforeEach(() => {
      ring = undefined;
      globalThis.setTimeout = ((callback: () => void, delay?: number) => {
        if (delay !== 10_000) return nativeSetTimeout(callback, delay);
        ring = callback;
        return 0;
      }) as typeof setTimeout;
    });
    afterEach(() => {
      globalThis.setTimeout = nativeSetTimeout;
    });

    for (const from of ['the broker', 'the page'] as const) {
      it(`from ${from} is given up after ten seconds (D7)`, async () => {
        let given: AbortSignal | null | undefined;
        answerWith(({ signal }) => {
          given = signal;
          return new Promise(() => {});
        });
        const pending = failure(
          from === 'the broker'
            ? source
            : {
                tokenProvider: ({ signal }) => {
                  given = signal;
                  return new Promise(() => {});
                },
              },
        );
        ring?.();
        expect((await pending).code).to.equal('token-timeout');
        expect(given?.aborted).to.equal(true);
      });
    }
  });

  it('is not waited for once the call is over (D6)', async () => {
    const call = new AbortController();
    let given: AbortSignal | null | undefined;
    answerWith(({ signal }) => {
      given = signal;
      return new Promise(() => {});
    });
    const pending = fetchToken(source, call.signal).catch((error: unknown) => error);
    call.abort(new Error('hung up'));
    expect(await pending).to.equal(call.signal.reason);
    expect(given?.aborted).to.equal(true);
  });
});

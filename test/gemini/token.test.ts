import { expect } from '@open-wc/testing';
import { CallError } from '../../src/call/errors.js';
import { fetchToken } from '../../src/gemini/token.js';
import { answerWith, failure, key, never, restoreFetch, source, token, visible } from './asking.js';

describe('fetchToken', () => {
  afterEach(restoreFetch);

  it('sends a POST that no other site can make unnoticed', async () => {
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

  it('asks the page itself before the URL', async () => {
    const asked = answerWith(() => Response.json({ token: 'auth_tokens/other' }));
    const given = await fetchToken({ ...source, tokenProvider: async () => token }, never);
    expect(given).to.equal(token);
    expect(asked).to.be.empty;
  });

  it('takes a token of the page without a promise', async () => {
    expect(await fetchToken({ tokenProvider: () => 'auth_tokens/now' }, never)).to.equal(
      'auth_tokens/now',
    );
  });

  it('adds the headers and fields of the page, which cannot replace ours', async () => {
    const asked = answerWith(() => new Response('{"token":"auth_tokens/abc"}'));
    const tokenRequest = {
      headers: { 'X-CSRF-Token': 'c1', 'Content-Type': 'text/plain' },
      body: { captcha: 'yes', handle: 'theirs' },
    };
    await fetchToken({ ...source, tokenRequest }, never, 'ours');
    const [request] = asked;
    expect(request?.headers.get('x-csrf-token')).to.equal('c1');
    expect(request?.headers.get('content-type')).to.match(/application\/json/);
    expect(await request?.json()).to.deep.equal({ captcha: 'yes', handle: 'ours' });
  });

  it('fails with token-missing without a source', async () => {
    expect((await failure({})).code).to.equal('token-missing');
    expect((await failure({ tokenUrl: '', tokenProvider: null })).code).to.equal('token-missing');
  });

  it('fails with token-unavailable when the page throws, in its own words less any secret (K4)', async () => {
    const tokenProvider = () => Promise.reject(new Error(`no luck with ${key} and ${token}`));
    const error = await failure({ tokenProvider });
    expect(error.code).to.equal('token-unavailable');
    expect(error.detail).to.equal('tokenProvider: Error: no luck with … and …');
    expect(visible(error)).not.to.include(key).and.not.to.include(token);
  });

  it('keeps the code of a CallError that the page throws', async () => {
    const tokenProvider = () =>
      Promise.reject(new CallError('token-rate-limited', { detail: 'later' }));
    expect((await failure({ tokenProvider })).code).to.equal('token-rate-limited');
  });

  describe('without an answer', () => {
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
      it(`gives up on ${from} after ten seconds (D7)`, async () => {
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

  it('waits no longer once the call is over (D6)', async () => {
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

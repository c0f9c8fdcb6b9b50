import { expect } from '@open-wc/testing';
import { dialling } from './dialling.js';
import type { Script } from '../helpers/line.js';
import { failure, never, setup, teardown } from './calling.js';
import { hear } from './hearing.js';

describe('a session', () => {
  afterEach(teardown);

  describe('and its token:', () => {
    const answers: Record<string, [NonNullable<Script['tokens']>, string]> = {
      'the broker refuses': [{ status: 403, body: 'no' }, 'token-refused'],
      'there is none at the address': [{ status: 404, body: 'no' }, 'token-not-found'],
      'the broker asks to wait': [
        { status: 429, body: '', headers: { 'retry-after': '7' } },
        'token-rate-limited',
      ],
      'the broker is in trouble': [{ status: 500, body: 'no' }, 'token-unavailable'],
      'the answer is HTML': [{ body: '<html></html>' }, 'token-invalid'],
      'the answer is empty': [{ body: '' }, 'token-invalid'],
      'the broker redirects': [
        { status: 302, body: '', headers: { location: '/login' } },
        'token-not-found',
      ],
    };
    for (const [name, [tokens, code]] of Object.entries(answers)) {
      it(`fails with ${code} and dials nobody when ${name} (D7)`, async () => {
        const { line, open } = await setup({ tokens });
        expect((await failure(open())).code).to.equal(code);
        expect((await line.report()).totals.dials).to.equal(0);
      });
    }

    it('fetches a fresh one, unnoticed, when one went stale (D8)', async () => {
      const { line } = await setup();
      const used = await line.token();
      const { baseUrl } = line;
      const first = dialling({ baseUrl, tokenProvider: async () => used });
      (await first({ tools: [], signal: never }, hear().on)).close();
      const tokens = [used, await line.token()];
      const tokenProvider = async () => tokens.shift() ?? '';
      const second = dialling({ baseUrl, tokenProvider });
      const heard = hear();
      (await second({ tools: [], signal: never }, heard.on)).close();
      expect(tokens).to.be.empty;
      expect(heard.log).to.be.empty;
    });

    it('fails, without a loop, when two went stale (D8)', async () => {
      const { line, open } = await setup({ tokens: { newSessionExpiresIn: 0 } });
      const error = await failure(open());
      expect(error.code).to.equal('session-refused');
      expect(error.detail).to.match(/^1008: .*expired/);
      expect((await line.report()).totals).to.include({ dials: 2, tokenRequests: 2 });
    });
  });

  it('shows its token to nobody: no page, no storage, no console, no error (K4)', async () => {
    const said: unknown[] = [];
    const names = ['log', 'info', 'warn', 'error', 'debug'] as const;
    const native = names.map((name) => [name, console[name]] as const);
    for (const name of names) console[name] = (...words: unknown[]) => void said.push(...words);
    let token = '';
    try {
      const { line } = await setup({ closeBeforeSetup: { code: 1008, reason: '' } });
      token = await line.token();
      await line.change({ closeBeforeSetup: { code: 1008, reason: `No: ${token}` } });
      const { baseUrl } = line;
      const refused = dialling({ baseUrl, tokenProvider: async () => token });
      const error = await failure(refused({ tools: [], signal: never }, hear().on));
      expect(error.detail).to.equal('1008: No: …');
      said.push(error.message, error.stack, error.cause, JSON.stringify(error));
    } finally {
      for (const [name, write] of native) console[name] = write;
    }
    const places = [document.documentElement.outerHTML, document.cookie, location.href];
    for (const storage of [localStorage, sessionStorage]) places.push(JSON.stringify(storage));
    const secret = token.replace('auth_tokens/', '');
    expect(secret).to.have.length.above(10);
    expect([...said, ...places].map(String).join('\n')).not.to.include(secret);
  });
});

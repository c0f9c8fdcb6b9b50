import { expect } from '@open-wc/testing';
import { failure, setup, teardown } from './calling.js';

describe('a session', () => {
  afterEach(teardown);

  describe('that cannot open', () => {
    it('fails with connect-refused when nobody is there (D1)', async () => {
      const { open } = await setup({}, { baseUrl: 'http://127.0.0.1:1' });
      expect(await failure(open())).to.include({ code: 'connect-refused', detail: '1006' });
    });

    it('fails with connect-refused when the server refuses the upgrade (D1)', async () => {
      const { open } = await setup({ refuse: 403 });
      expect((await failure(open())).code).to.equal('connect-refused');
    });

    for (const hang of ['tcp', 'setup'] as const) {
      const row = hang === 'tcp' ? 'D2' : 'D4';
      it(`fails with connect-timeout and hangs up when the server hangs at ${hang} (${row})`, async () => {
        const { line, open } = await setup({ hang }, { connectTimeout: 300 });
        const error = await failure(open());
        expect(error).to.include({
          code: 'connect-timeout',
          detail: 'no setupComplete within 0.3 s',
        });
        if (hang === 'setup') await line.waitFor({ closed: 1 });
      });
    }

    const closes = {
      1007: 'session-invalid',
      1008: 'session-refused',
      1011: 'session-failed',
      1013: 'session-failed',
      1000: 'connect-refused',
      1001: 'connect-refused',
      4000: 'connect-refused',
    };
    for (const [code, name] of Object.entries(closes)) {
      for (const when of ['closeOnOpen', 'closeBeforeSetup'] as const) {
        it(`fails with ${name}, code and reason when it meets ${when} ${code} (D3)`, async () => {
          const refusal = { code: Number(code), reason: 'The operation was aborted.' };
          const { heard, open } = await setup({ [when]: refusal });
          const error = await failure(open());
          const detail = `${code}: The operation was aborted.`;
          expect(error).to.include({ code: name, detail });
          expect(heard.lost).to.be.empty;
        });
      }
    }

    it('names an unknown voice', async () => {
      const { open } = await setup({}, { voice: 'kore' });
      const error = await failure(open());
      expect(error.code).to.equal('session-invalid');
      expect(error.detail).to.include("'kore' is not available");
    });

    it('hangs up when the SDK refuses the name of the model', async () => {
      const { line, open } = await setup({}, { model: '../x' });
      const error = await failure(open());
      expect(error.code).to.equal('session-invalid');
      expect(error.detail).to.include('invalid model');
      await line.waitFor({ closed: 1 });
    });

    it('does not dial a bad base-url', async () => {
      const { open } = await setup({}, { baseUrl: 'https://proxy.example?key=1' });
      expect((await failure(open())).code).to.equal('session-invalid');
    });

    it('fails with connect-blocked, and names the host, when a Content Security Policy forbids it (D5)', async () => {
      const module = new URL('../../src/gemini/open-session.js', import.meta.url);
      const frame = document.createElement('iframe');
      const answer = new Promise<unknown>((resolve) => {
        addEventListener('message', ({ data }) => resolve(data), { once: true });
      });
      frame.srcdoc = `<meta http-equiv="content-security-policy" content="connect-src 'none'">
        <script type="module">
          import { createOpenSession } from '${module}';
          const token = async () => 'auth_tokens/abc';
          const open = createOpenSession({ baseUrl: 'https://live.example' }, token);
          open({ tools: [], signal: new AbortController().signal }, () => {})
            .catch(({ code, detail }) => parent.postMessage({ code, detail }, '*'));
        </script>`;
      document.body.append(frame);
      expect(await answer).to.deep.equal({
        code: 'connect-blocked',
        detail: 'connect-src does not allow wss://live.example',
      });
      frame.remove();
    });
  });
});

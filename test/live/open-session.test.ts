import { expect } from '@open-wc/testing';
import { CallError } from '../../src/call/errors.js';
import { encodeBase64 } from '../../src/live/base64.js';
import { createOpenSession, type SessionOptions } from '../../src/live/open-session.js';
import { openLine, type Script, type TestLine } from '../helpers/line.js';
import { hear } from './hearing.js';

const never = new AbortController().signal;
const lines: TestLine[] = [];

/** A line with a script, and what it takes to call it. */
async function setup(script: Script = {}, options: SessionOptions = {}) {
  const line = await openLine({ persona: 'silent', ...script });
  lines.push(line);
  const heard = hear();
  const { baseUrl, tokenUrl } = line;
  const openSession = createOpenSession({ baseUrl, tokenUrl, ...options });
  return { line, heard, open: (signal = never) => openSession(heard.listener, signal) };
}

async function failure(opening: Promise<unknown>): Promise<CallError> {
  const error = await opening.then(
    () => 'it opened',
    (error: unknown) => error,
  );
  expect(error).to.be.instanceOf(CallError);
  return error as CallError;
}

/** A server frame that speaks these samples. */
function voice(samples: readonly number[], mimeType = 'audio/pcm;rate=24000') {
  const data = encodeBase64(new Uint8Array(Int16Array.from(samples).buffer));
  return { serverContent: { modelTurn: { parts: [{ inlineData: { mimeType, data } }] } } };
}

const end = { serverContent: { turnComplete: true }, usageMetadata: { totalTokenCount: 3 } };

describe('a session', () => {
  afterEach(async () => {
    for (const line of lines.splice(0)) await line.close();
  });

  it('opens with a fresh token and delivers every sample in order', async () => {
    const { line, open } = await setup();
    const session = await open();
    const ramp = Int16Array.from({ length: 3200 }, (_, i) => (i * 37) % 65_536);
    for (let i = 0; i < ramp.length; i += 320) session.sendAudio(ramp.subarray(i, i + 320));
    session.endAudio();
    const report = await line.waitFor({ samples: 3200, streamEnds: 1 });
    expect(report.totals).to.include({ samples: 3200, chunks: 10, streamEnds: 1, dials: 1 });
    expect(await line.pcm()).to.deep.equal(ramp);
    expect(session.bufferedAmount).to.equal(0);
    session.close();
    const { connections } = await line.waitFor({ closed: 1 });
    expect(connections[0]?.closed?.code).to.equal(1000);
  });

  it('lets out what was sent before it closes', async () => {
    const { line, open } = await setup();
    const session = await open();
    for (let i = 0; i < 200; i++) session.sendAudio(new Int16Array(320).fill(i));
    session.close();
    const { totals } = await line.waitFor({ closed: 1 });
    expect(totals.samples).to.equal(64_000);
  });

  it('is set up as its options say when it dials', async () => {
    const options = { voice: 'Puck', language: '', instructions: '', model: '' };
    const { line, open } = await setup({}, options);
    (await open()).close();
    Object.assign(options, { voice: '', model: 'gemini-x', instructions: 'Be kind.' });
    const { connections } = await line.waitFor({ setups: 1 });
    expect(JSON.parse(JSON.stringify(connections[0]?.setup))).to.deep.equal({
      model: 'models/gemini-3.8-live',
      generationConfig: {
        responseModalities: ['AUDIO'],
        speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName: 'Puck' } } },
      },
    });
  });

  it('reads its options anew each time', async () => {
    const { line } = await setup();
    const { baseUrl, tokenUrl } = line;
    const options = { baseUrl, tokenUrl, model: 'gemini-a' };
    const openSession = createOpenSession(options);
    (await openSession(hear().listener, never)).close();
    options.model = 'gemini-b';
    (await openSession(hear().listener, never)).close();
    const { connections } = await line.waitFor({ setups: 2 });
    const models = connections.map(({ setup }) => (setup as { model: string }).model);
    expect(models).to.deep.equal(['models/gemini-a', 'models/gemini-b']);
  });

  for (const text of [false, true]) {
    it(`hears the model in ${text ? 'text' : 'binary'} frames, in the order they were sent (F6)`, async () => {
      const { line, heard, open } = await setup({ text });
      const session = await open();
      // Short and long frames in turn: read as Blobs, the short ones overtake.
      const pieces = Array.from({ length: 60 }, (_, i) =>
        Array.from({ length: i % 2 ? 20_000 : 2 }, () => i),
      );
      await line.do({ frames: [...pieces.map((piece) => voice(piece)), end] });
      await heard.until(() => heard.log.includes('turnComplete'));
      expect(heard.samples).to.deep.equal(pieces.flat());
      expect(heard.frames).to.equal(62);
      expect(heard.unreadable).to.be.empty;
      session.close();
    });
  }

  it('falls silent when it is interrupted and counts what comes late (C12)', async () => {
    const { line, heard, open } = await setup();
    const session = await open();
    const frames = [voice([1, 2]), { serverContent: { interrupted: true } }, voice([3, 4, 5]), end];
    await line.do({ frames: [...frames, voice([6]), end] });
    await heard.until(() => heard.log.filter((name) => name === 'turnComplete').length === 2);
    expect(heard.samples).to.deep.equal([1, 2, 6]);
    expect(heard.discarded).to.equal(3);
    session.close();
  });

  describe('that cannot open', () => {
    it('because nobody is there is connect-refused (D1)', async () => {
      const { open } = await setup({}, { baseUrl: 'http://127.0.0.1:1' });
      expect(await failure(open())).to.include({ code: 'connect-refused', detail: '1006' });
    });

    it('because the server wants none is connect-refused (D1)', async () => {
      const { open } = await setup({ refuse: 403 });
      expect((await failure(open())).code).to.equal('connect-refused');
    });

    for (const hang of ['tcp', 'setup'] as const) {
      const row = hang === 'tcp' ? 'D2' : 'D4';
      it(`because the server hangs at ${hang} is connect-timeout, and it hangs up (${row})`, async () => {
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
        it(`because of ${when} ${code} is ${name} with code and reason (D3)`, async () => {
          const refusal = { code: Number(code), reason: 'The operation was aborted.' };
          const { heard, open } = await setup({ [when]: refusal });
          const error = await failure(open());
          const detail = `${code}: The operation was aborted.`;
          expect(error).to.include({ code: name, detail });
          expect(heard.lost).to.be.empty;
        });
      }
    }

    it('because of an unknown voice says so', async () => {
      const { open } = await setup({}, { voice: 'kore' });
      const error = await failure(open());
      expect(error.code).to.equal('session-invalid');
      expect(error.detail).to.include("'kore' is not available");
    });

    it('because of a model name the SDK refuses says so and hangs up', async () => {
      const { line, open } = await setup({}, { model: '../x' });
      const error = await failure(open());
      expect(error.code).to.equal('session-invalid');
      expect(error.detail).to.include('invalid model');
      await line.waitFor({ closed: 1 });
    });

    it('because of a bad base-url does not dial', async () => {
      const { open } = await setup({}, { baseUrl: 'https://proxy.example?key=1' });
      expect((await failure(open())).code).to.equal('session-invalid');
    });

    it('because of a Content Security Policy is connect-blocked and names the host (D5)', async () => {
      const module = new URL('../../src/live/open-session.js', import.meta.url);
      const frame = document.createElement('iframe');
      const answer = new Promise<unknown>((resolve) => {
        addEventListener('message', ({ data }) => resolve(data), { once: true });
      });
      frame.srcdoc = `<meta http-equiv="content-security-policy" content="connect-src 'none'">
        <script type="module">
          import { createOpenSession } from '${module}';
          const tokenProvider = async () => 'auth_tokens/abc';
          const open = createOpenSession({ tokenProvider, baseUrl: 'https://live.example' });
          open({}, new AbortController().signal)
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

  describe('whose token', () => {
    const answers: Record<string, [NonNullable<Script['tokens']>, string]> = {
      'is refused': [{ status: 403, body: 'no' }, 'token-refused'],
      'is not there': [{ status: 404, body: 'no' }, 'token-not-found'],
      'is limited': [
        { status: 429, body: '', headers: { 'retry-after': '7' } },
        'token-rate-limited',
      ],
      'is in trouble': [{ status: 500, body: 'no' }, 'token-unavailable'],
      'is HTML': [{ body: '<html></html>' }, 'token-invalid'],
      'is empty': [{ body: '' }, 'token-invalid'],
      redirects: [{ status: 302, body: '', headers: { location: '/login' } }, 'token-not-found'],
    };
    for (const [name, [tokens, code]] of Object.entries(answers)) {
      it(`${name} is ${code}, and nothing is dialled (D7)`, async () => {
        const { line, open } = await setup({ tokens });
        expect((await failure(open())).code).to.equal(code);
        expect((await line.report()).totals.dials).to.equal(0);
      });
    }

    it('went stale gets a fresh one, unnoticed (D8)', async () => {
      const { line } = await setup();
      const used = await line.token();
      const { baseUrl } = line;
      const first = createOpenSession({ baseUrl, tokenProvider: async () => used });
      (await first(hear().listener, never)).close();
      const tokens = [used, await line.token()];
      const tokenProvider = async () => tokens.shift() ?? '';
      const second = createOpenSession({ baseUrl, tokenProvider });
      const heard = hear();
      (await second(heard.listener, never)).close();
      expect(tokens).to.be.empty;
      expect(heard.log).to.be.empty;
    });

    it('goes stale twice fails, without a loop (D8)', async () => {
      const { line, open } = await setup({ tokens: { newSessionExpiresIn: 0 } });
      const error = await failure(open());
      expect(error.code).to.equal('session-refused');
      expect(error.detail).to.match(/^1008: .*expired/);
      expect((await line.report()).totals).to.include({ dials: 2, tokenRequests: 2 });
    });
  });

  describe('given up', () => {
    it('while the token is awaited rejects at once and dials nothing (D6)', async () => {
      const { line, open } = await setup({ tokens: { hang: true } });
      const call = new AbortController();
      const opening = open(call.signal).catch((error: unknown) => error);
      await line.waitFor({ tokenRequests: 1 });
      call.abort();
      expect(await opening).to.equal(call.signal.reason);
      expect((await line.report()).totals.dials).to.equal(0);
    });

    it('while it dials rejects at once (D6)', async () => {
      const { line, open } = await setup({ hang: 'tcp' });
      const call = new AbortController();
      const opening = open(call.signal).catch((error: unknown) => error);
      await line.waitFor({ dials: 1 });
      call.abort();
      expect(await opening).to.equal(call.signal.reason);
    });

    it('while it is set up rejects at once and hangs up (D6)', async () => {
      const { line, open } = await setup({ hang: 'setup' });
      const call = new AbortController();
      const opening = open(call.signal).catch((error: unknown) => error);
      await line.waitFor({ setups: 1 });
      call.abort();
      expect(await opening).to.equal(call.signal.reason);
      await line.waitFor({ closed: 1 });
    });

    it('before it begins asks for no token (D6)', async () => {
      const { line, open } = await setup();
      const error = await open(AbortSignal.abort('over')).catch((error: unknown) => error);
      expect(error).to.equal('over');
      expect((await line.report()).totals.tokenRequests).to.equal(0);
    });

    it('once it is open hangs up without being lost (D6)', async () => {
      const { line, heard, open } = await setup();
      const call = new AbortController();
      const session = await open(call.signal);
      call.abort();
      await line.waitFor({ closed: 1 });
      expect(heard.lost).to.be.empty;
      expect(() => session.sendAudio(new Int16Array(320))).to.throw(CallError);
    });
  });

  describe('that is open', () => {
    const closes = {
      1000: 'session-lost',
      1001: 'session-lost',
      1007: 'session-invalid',
      1008: 'session-refused',
      1011: 'session-failed',
    };
    for (const [code, name] of Object.entries(closes)) {
      it(`is lost once, as ${name}, when the server closes with ${code}`, async () => {
        const { line, heard, open } = await setup();
        const session = await open();
        await line.do({ close: { code: Number(code), reason: 'Deadline expired' } });
        await heard.until(() => heard.lost.length > 0);
        expect(heard.lost).to.have.length(1);
        expect(heard.lost[0]).to.include({ code: name, detail: `${code}: Deadline expired` });
        expect(() => session.sendAudio(new Int16Array(320))).to.throw(CallError);
        expect(() => session.endAudio()).to.throw(CallError);
        session.close();
        expect(heard.lost).to.have.length(1);
      });
    }

    it('is lost when the line goes dead', async () => {
      const { line, heard, open } = await setup();
      await open();
      await line.do({ terminate: true });
      await heard.until(() => heard.lost.length > 0);
      expect(heard.lost[0]).to.include({ code: 'session-lost', detail: '1006' });
    });

    it('throws once it is closed, instead of losing speech (E20)', async () => {
      const { line, heard, open } = await setup();
      const session = await open();
      session.sendAudio(new Int16Array(320));
      session.close();
      expect(() => session.sendAudio(new Int16Array(320))).to.throw(CallError);
      const { totals } = await line.waitFor({ closed: 1 });
      expect(totals.samples).to.equal(320);
      expect(heard.lost).to.be.empty;
    });

    it('can be closed and forgotten while the server has stopped reading (E19)', async () => {
      const { line, heard, open } = await setup();
      const session = await open();
      await line.do({ pause: true });
      const second = new Int16Array(16_000);
      // More than the buffers of two kernels hold.
      for (let i = 0; i < 600 && session.bufferedAmount === 0; i++) session.sendAudio(second);
      expect(session.bufferedAmount).to.be.above(0);
      session.close();
      expect(session.bufferedAmount).to.equal(0);
      expect(() => session.endAudio()).to.throw(CallError);
      await line.do({ terminate: true });
      await line.waitFor({ closed: 1 });
      expect(heard.log).to.be.empty;
    });

    const bad: Record<string, [frames: unknown[], unreadable: string[]]> = {
      'is no JSON (F1)': [['{oops'], ['JSON']],
      'has the wrong types (F2)': [
        ['[]', { serverContent: 7 }],
        ['frame', 'serverContent'],
      ],
      'has corrupt audio (F4)': [
        [
          {
            serverContent: {
              modelTurn: { parts: [{ inlineData: { mimeType: 'audio/pcm', data: '@@@@' } }] },
            },
          },
        ],
        ['base64'],
      ],
      'says setupComplete again (F8)': [[{ setupComplete: {} }], []],
    };
    for (const [name, [frames, unreadable]] of Object.entries(bad)) {
      it(`reports a frame that ${name} and hears the rest`, async () => {
        const { line, heard, open } = await setup();
        const session = await open();
        await line.do({ frames: [voice([1]), ...frames, voice([2]), end] });
        await heard.until(() => heard.log.includes('turnComplete'));
        expect(heard.samples).to.deep.equal([1, 2]);
        expect(heard.unreadable).to.deep.equal(unreadable);
        expect(heard.lost).to.be.empty;
        session.close();
      });
    }

    it('refuses a giant frame and hears the rest (F3)', async () => {
      const { line, heard, open } = await setup();
      const session = await open();
      const giant = JSON.stringify({ padding: 'x'.repeat(9 * 2 ** 20) });
      await line.do({ frames: [voice([1]), giant, voice([2]), end] });
      await heard.until(() => heard.log.includes('turnComplete'));
      expect(heard.samples).to.deep.equal([1, 2]);
      expect(heard.unreadable).to.have.length(1);
      session.close();
    });
  });

  it('shows its token to nobody: no page, no storage, no console, no error (H13)', async () => {
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
      const refused = createOpenSession({ baseUrl, tokenProvider: async () => token });
      const error = await failure(refused(hear().listener, never));
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

import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { type Emulator, startEmulator } from '../../src/testing/emulator/server.js';
import type { Script } from '../../src/testing/emulator/script.js';
import { findings } from '../../src/cli/findings.js';
import { closeUpstream, openUpstream, resetUpstream, upstream } from '../broker/upstream.js';
import { hangUps, refusals } from './google.js';
import { apiKey, closedPort, openTerminal, run, runJson, type Terminal } from './world.js';

const profile = { model: 'gemini-3.8-live', voice: 'Kore', instructions: 'Be brief.' };

describe('live-call check with a profile', () => {
  let terminal: Terminal;
  let emulator: Emulator;
  before(async () => {
    emulator = await startEmulator();
    await openUpstream();
  });
  after(async () => {
    await emulator.close();
    closeUpstream();
  });
  beforeEach(async () => {
    resetUpstream();
    terminal = await openTerminal();
    await terminal.write('live-call.json', profile);
  });

  /** A Live API that behaves as the script says. */
  async function line(script: Script): Promise<string> {
    const response = await fetch(`${emulator.url}/lines`, {
      method: 'POST',
      body: JSON.stringify(script),
    });
    return ((await response.json()) as { baseUrl: string }).baseUrl;
  }

  const reportOf = async (baseUrl: string) =>
    (await (await fetch(baseUrl.replace('/line/', '/lines/'))).json()) as {
      connections: { setup: unknown; closed: { code: number } | null }[];
    };

  it('mints a token, has the model pick up, and hangs up', async () => {
    const baseUrl = await line({ apiKey });
    const { exit, out, err } = await run(['check', '--base-url', baseUrl], terminal);
    assert.equal(exit, 0);
    assert.equal(err, '');
    assert.match(out, /^ {2}ok {5}profile +gemini-3\.8-live, Kore$/m);
    assert.match(out, /A call can be made\.\n$/);
    const { connections } = await reportOf(baseUrl);
    assert.equal(connections.length, 1);
    assert.match(JSON.stringify(connections[0]?.setup), /"voiceName":"Kore".*Be brief\./);
  });

  it('takes the address of the Live API from GEMINI_BASE_URL as well', async () => {
    const env = { GEMINI_BASE_URL: await line({}) };
    const { exit, ok, steps } = await runJson(['check'], terminal, { env });
    assert.deepEqual([exit, ok], [0, true]);
    assert.deepEqual(
      steps?.map(({ step }) => step),
      ['profile', 'key', 'token', 'call'],
    );
  });

  for (const [finding, answer] of refusals) {
    const { code, message } = answer.error;
    it(`finds ${finding} where Google answers ${code}: ${message.slice(0, 60)}`, async () => {
      Object.assign(upstream, { status: code, answer });
      const args = ['check', '--base-url', upstream.url];
      const result = await runJson(args, terminal);
      assert.equal(result.finding?.code, finding);
      assert.equal(result.exit, 1);
      assert.ok(message.startsWith(result.finding.said?.slice(0, 40) ?? '-'));
      const { out } = await run(args, terminal);
      assert.match(out, /^ {2}WRONG .*\.$/m);
      assert.match(out, /^ {2}change .*\.$/m);
      assert.doesNotMatch(`${out}${result.out}`, /AIza|\{\w+\}|undefined/);
    });
  }

  for (const [finding, code, reason] of hangUps) {
    it(`finds ${finding} where Google hangs up with ${code} ${reason.slice(0, 40)}`, async () => {
      const baseUrl = await line({ closeBeforeSetup: { code, reason } });
      const result = await runJson(['check', '--base-url', baseUrl], terminal);
      assert.equal(result.finding?.code, finding);
      assert.equal(result.exit, 1);
      assert.equal(result.steps?.at(-1)?.step, 'token');
    });
  }

  it('names a voice that Google does not know, and the one that was meant', async () => {
    await terminal.write('live-call.json', { ...profile, voice: 'kore' });
    const { exit, finding } = await runJson(['check', '--base-url', await line({})], terminal);
    assert.equal(exit, 1);
    assert.equal(finding?.code, 'voice-unknown');
    assert.match(finding.what, /"kore"/);
    assert.match(finding.change, /to Kore;/);
    assert.match(finding.said ?? '', /Requested voice api_name 'kore' is not available/);
  });

  it('names the model that Google does not know', async () => {
    await terminal.write('live-call.json', { model: 'gemini-9-live' });
    const [, answer] = refusals.find(([finding]) => finding === 'model-unknown')!;
    Object.assign(upstream, { status: 404, answer });
    const { finding } = await runJson(['check', '--base-url', upstream.url], terminal);
    assert.match(finding?.what ?? '', /no model "gemini-9-live"/);
  });

  for (const status of [429, 403, 404, 503]) {
    const expected = {
      429: 'quota',
      403: 'google-refused',
      404: 'not-google',
      503: 'google-failed',
    };
    it(`reads the status ${status} of a refused upgrade`, async () => {
      const baseUrl = await line({ refuse: status });
      const { exit, finding } = await runJson(['check', '--base-url', baseUrl], terminal);
      assert.deepEqual([exit, finding?.code], [1, expected[status as 429]]);
    });
  }

  for (const hang of ['tcp', 'setup'] as const) {
    it(`gives up where nothing comes after the dial (${hang})`, async () => {
      const args = ['check', '--timeout', '0.3', '--base-url', await line({ hang })];
      const { exit, finding } = await runJson(args, terminal);
      assert.deepEqual([exit, finding?.code], [3, 'no-answer']);
      assert.match(finding?.what ?? '', /within 0\.3 s/);
    });
  }

  it('gives up where Google does not answer the mint', async () => {
    upstream.hang = true;
    const args = ['check', '--timeout', '0.3', '--base-url', upstream.url];
    const { exit, finding } = await runJson(args, terminal);
    assert.deepEqual([exit, finding?.code], [3, 'no-answer']);
  });

  const nowhere = {
    'a closed port': async () => `http://127.0.0.1:${await closedPort()}`,
    'a name that does not exist': async () => 'https://live-call.invalid',
  };
  for (const [what, address] of Object.entries(nowhere)) {
    it(`tells that ${what} cannot be reached, which may be the network alone`, async () => {
      const base = await address();
      const { exit, finding } = await runJson(['check', '--base-url', base], terminal);
      assert.deepEqual([exit, finding?.code], [3, 'no-network']);
      assert.match(finding?.said ?? '', /ECONNREFUSED|ENOTFOUND|EAI_AGAIN/);
    });
  }

  for (const [what, answer, status] of [
    ['a login page', '<html>', 200],
    ['a redirect', {}, 302],
    ['an answer without a token', {}, 200],
    ['a missing path', 'Not Found', 404],
  ] as const) {
    it(`does not take ${what} for the Live API`, async () => {
      Object.assign(upstream, { status, answer });
      const { exit, finding } = await runJson(['check', '--base-url', upstream.url], terminal);
      assert.deepEqual([exit, finding?.code], [1, 'not-google']);
    });
  }

  const keys: [key: string | undefined, code: string][] = [
    [undefined, 'key-missing'],
    ['', 'key-missing'],
    ['  ', 'key-missing'],
    [`"${apiKey}"`, 'key-misspelt'],
    [`${apiKey} ${apiKey}`, 'key-misspelt'],
    [`${apiKey}ü`, 'key-misspelt'],
  ];
  for (const [key, code] of keys) {
    it(`finds ${code} in ${JSON.stringify(key)?.replaceAll(apiKey, 'a-key')} and shows no key`, async () => {
      const env = { GEMINI_API_KEY: key };
      const args = ['check', '--base-url', upstream.url];
      const result = await runJson(args, terminal, { env });
      assert.deepEqual([result.exit, result.finding?.code], [1, code]);
      assert.doesNotMatch(result.out, /AIza/);
      assert.equal(upstream.asked.length, 0);
    });
  }

  it('shows no key even where Google repeats it', async () => {
    const message = `API key not valid: ${apiKey}, key=${apiKey}.`;
    Object.assign(upstream, { status: 400, answer: { error: { code: 400, message } } });
    for (const json of [[], ['--json']]) {
      const { out, err } = await run(['check', '--base-url', upstream.url, ...json], terminal);
      assert.doesNotMatch(`${out}${err}`, /AIza|1234567890/);
      assert.match(out, /key-invalid/);
    }
  });

  it('makes one line without control characters of what a server says', async () => {
    const message = 'quota\u001b[2J\r\nok     call  fine\u202e';
    Object.assign(upstream, { status: 429, answer: { error: { code: 429, message } } });
    const { out } = await run(['check', '--base-url', upstream.url], terminal);
    assert.doesNotMatch(out.replaceAll('\n', ''), /\p{C}/u);
    assert.doesNotMatch(out, /^\s*ok +call/m);
  });

  describe('for a page at --origin', () => {
    const listed = ['https://example.com', 'https://shop.example.com:8443'];
    const cases: [origin: string, code: string | undefined][] = [
      ['https://example.com', undefined],
      ['https://example.com/shop?x=1', undefined],
      ['https://www.example.com', 'origin-www'],
      ['https://shop.example.com', 'origin-port'],
      ['https://other.example', 'origin-refused'],
      ['http://example.com', 'origin-insecure'],
      ['capacitor://localhost', 'origin-refused'],
    ];
    for (const [origin, code] of cases) {
      it(`finds ${code ?? 'nothing wrong'} for ${origin}`, async () => {
        await terminal.write('live-call.json', { ...profile, allowedOrigins: listed });
        const args = ['check', '--origin', origin, '--base-url', await line({})];
        const { exit, finding, steps } = await runJson(args, terminal);
        assert.equal(finding?.code, code);
        assert.equal(exit, code ? 1 : 0);
        assert.equal(
          steps?.some(({ step }) => step === 'origin'),
          !code,
        );
      });
    }

    it('says which spelling is let in, and what to add', async () => {
      await terminal.write('live-call.json', { ...profile, allowedOrigins: listed });
      const args = ['check', '--origin', 'https://www.example.com', '--base-url', await line({})];
      const { finding } = await runJson(args, terminal);
      assert.match(
        finding?.what ?? '',
        /www\.example\.com may not call: https:\/\/example\.com is/,
      );
      assert.equal(finding?.change, 'Add "https://www.example.com" to allowedOrigins.');
    });

    it('lets the pages of the broker’s own address in where there is no list', async () => {
      const args = ['check', '--origin', 'https://www.example.com', '--base-url', await line({})];
      const { exit, steps } = await runJson(args, terminal);
      assert.equal(exit, 0);
      assert.match(steps?.find(({ step }) => step === 'origin')?.text ?? '', /same address/);
    });

    it('tells that a page without https has no microphone, though it is listed', async () => {
      const allowedOrigins = ['http://www.example.com'];
      await terminal.write('live-call.json', { ...profile, allowedOrigins });
      const args = ['check', '--origin', 'http://www.example.com', '--base-url', await line({})];
      const { exit, finding } = await runJson(args, terminal);
      assert.deepEqual([exit, finding?.code], [1, 'origin-insecure']);
    });
  });

  it('has words for every finding', () => {
    for (const { what, change } of Object.values(findings)) {
      assert.match(what, /^(?:[a-z{]|Google|GEMINI).*\.$/);
      assert.match(change, /^[A-Z].*[.]$/);
    }
  });
});

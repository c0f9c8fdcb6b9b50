import { expect } from '@open-wc/testing';
import { CallError, type ErrorCode } from '../src/element.js';
import { cures } from '../src/call/cures.js';
import { errorCodes } from '../src/call/errors.js';
import { callOn, next, startAlone } from './helpers/call.js';
import { fakeCall } from './helpers/fake-world.js';
import type { Script } from './helpers/line.js';
import { en } from '../src/ui/strings/en.js';
import { live, nothingLive } from './helpers/resources.js';

interface Failure {
  readonly title: string;
  readonly script: Script;
  readonly code: ErrorCode;
  /** The words for the developer. */
  readonly detail?: RegExp;
}

const close = (code: number, reason: string) => ({ code, reason });

const failures: Failure[] = [
  {
    title: 'D1 a server that refuses',
    script: { refuse: 503 },
    code: 'connect-refused',
  },
  {
    title: 'D2 a server that never upgrades',
    script: { hang: 'tcp' },
    code: 'connect-timeout',
  },
  {
    title: 'D3 a close with 1007 before setup',
    script: { closeBeforeSetup: close(1007, 'Invalid JSON payload received.') },
    code: 'session-invalid',
    detail: /1007.*Invalid JSON payload/,
  },
  {
    title: 'D3 a close with 1008 before setup',
    script: { closeBeforeSetup: close(1008, 'models/x is not found.') },
    code: 'session-refused',
    detail: /1008.*not found/,
  },
  {
    title: 'D3 a close with 1011 on open',
    script: { closeOnOpen: close(1011, 'Internal error encountered.') },
    code: 'session-failed',
    detail: /1011.*Internal error/,
  },
  { title: 'D4 silence after open', script: { hang: 'setup' }, code: 'connect-timeout' },
  {
    title: 'D7 a broker that answers 401',
    script: { tokens: { status: 401 } },
    code: 'token-refused',
  },
  {
    title: 'D7 a broker that answers 403',
    script: { tokens: { status: 403 } },
    code: 'token-refused',
  },
  {
    title: 'D7 a broker that answers 404',
    script: { tokens: { status: 404 } },
    code: 'token-not-found',
  },
  {
    title: 'D7 a broker that answers 429',
    script: { tokens: { status: 429, headers: { 'retry-after': '7' } } },
    code: 'token-rate-limited',
    detail: /7/,
  },
  {
    title: 'D7 a broker that answers 500',
    script: { tokens: { status: 500 } },
    code: 'token-unavailable',
  },
  {
    title: 'K16 a broker that ended the call',
    script: { tokens: { status: 403, body: { code: 'call-over', retryable: false } } },
    code: 'call-over',
    detail: /^HTTP 403 call-over$/,
  },
  {
    title: 'J2 a broker without a key',
    script: { tokens: { status: 500, body: { code: 'key-missing', retryable: false } } },
    code: 'token-misconfigured',
    detail: /^HTTP 500 key-missing$/,
  },
  {
    title: 'D7 a broker that never answers',
    script: { tokens: { hang: true } },
    code: 'token-timeout',
  },
  {
    title: 'D7 a broker that answers a page',
    script: { tokens: { status: 200, body: '<!doctype html><title>Log in</title>' } },
    code: 'token-invalid',
  },
  {
    title: 'D7 a broker that answers nothing',
    script: { tokens: { body: '' } },
    code: 'token-invalid',
  },
  {
    title: 'a broker that hands out an API key',
    script: { tokens: { body: { token: 'AIzaSyNotAToken' } } },
    code: 'token-invalid',
  },
];

describe('a call that cannot be made', () => {
  const { error, warn } = console;
  let lines: [level: string, line: string][];
  beforeEach(() => {
    lines = [];
    console.error = (...line: unknown[]) => void lines.push(['error', line.join(' ')]);
    console.warn = (...line: unknown[]) => void lines.push(['warn', line.join(' ')]);
  });
  afterEach(() => {
    Object.assign(console, { error, warn });
  });

  it('fails with a code of its own, a sentence, a next step and one line for its owner, idle and with nothing left (J3)', async function () {
    this.timeout(60_000);
    const fail = async (failure: (typeof failures)[number]) => {
      const { call } = await callOn(failure.script);
      const told = next(call, 'callerror');
      const error = await startAlone(call).catch((reason: unknown) => reason);
      return { ...failure, call, error, told: (await told).error };
    };
    // Those that wait for a time limit of ten seconds do so side by side.
    const hangs = ({ script }: (typeof failures)[number]) => script.hang ?? script.tokens?.hang;
    const outcomes = await Promise.all(failures.filter(hangs).map(fail));
    for (const failure of failures.filter((one) => !hangs(one))) outcomes.push(await fail(failure));
    expect(live()).to.deep.equal(nothingLive);
    expect(outcomes).to.have.length(failures.length);
    for (const { title, call, error, told, ...failure } of outcomes) {
      expect(error, title).to.be.instanceOf(CallError);
      expect(error, title).to.include({ code: failure.code });
      expect(told, title).to.equal(error);
      expect(call.error, title).to.equal(error);
      expect(call.state, title).to.equal('idle');
      expect((error as CallError).detail, title).to.match(failure.detail ?? /./);
      expect((error as CallError).detail, title).to.not.match(/AIza|auth_tokens\/\w/);
      const card = call.shadowRoot?.textContent ?? '';
      const { text, hint } = en.errors[failure.code];
      expect(card, title).to.contain(text);
      expect(card, title).to.contain(hint);
      expect((error as CallError).message, title).to.match(new RegExp(`^${failure.code}: .`));
      call.remove();
    }
    // One line of the console each, whose level says whether a second try helps.
    for (const { title, code, error } of outcomes) {
      const { retryable, message } = error as CallError;
      const said = lines.filter(([, line]) => line.startsWith(`live-call: ${message}`));
      const same = outcomes.filter(({ error }) => (error as CallError).message === message);
      expect(said, title).to.have.length(same.length);
      expect(said[0]?.[0], title).to.equal(retryable ? 'warn' : 'error');
      if (!retryable) expect(said[0]?.[1], title).to.match(/\. [A-Z].*\.$/);
      expect(code in cures, title).to.equal(!retryable);
    }
    expect(lines).to.have.length(outcomes.length);
  });

  it('is told in one line without what is secret, whatever the page or the service says (J3)', async () => {
    const details = [
      'auth_tokens/one is used',
      'https://broker.example/?key=short\n\nError: forged line',
      'the key AIzaSyA-1234567 is not known.',
    ];
    for (const detail of details) {
      const { call } = fakeCall((what, value) =>
        what === 'session'
          ? Promise.reject(new CallError('token-refused', { detail }))
          : Promise.resolve(value),
      );
      await call.start().catch(() => {});
      await call.stop();
    }
    const cure = cures['token-refused'];
    expect(lines).to.deep.equal(
      [
        '… is used',
        'https://broker.example/?key=… Error: forged line',
        'the key … is not known',
      ].map((detail) => ['error', `live-call: token-refused: ${detail}. ${cure}`]),
    );
  });

  it('has a cure for its owner for whatever no second try mends (J3)', () => {
    for (const [code, { retryable }] of Object.entries(errorCodes)) {
      expect(code in cures, code).to.equal(!retryable);
    }
  });

  it('says nothing of a call that is stopped (J3)', async () => {
    const { call } = fakeCall();
    await call.start();
    await call.stop();
    expect(lines).to.deep.equal([]);
  });

  it('fails with token-missing when there is no source of tokens', async () => {
    const { call } = await callOn();
    call.tokenUrl = undefined;
    const error = await call.start().catch((reason: unknown) => reason);
    expect(error).to.include({ code: 'token-missing' });
    call.remove();
  });

  it('fails with internal, and the words of the exception, for an unforeseen reason', async () => {
    const { call } = fakeCall((what, value) =>
      what === 'session' ? Promise.reject(new TypeError('not a function')) : Promise.resolve(value),
    );
    const error = await call.start().catch((reason: unknown) => reason);
    expect(error).to.include({ code: 'internal', detail: 'TypeError: not a function' });
    expect(call.state).to.equal('idle');
  });

  it('rejects with an InvalidStateError and asks for nothing while it is disabled', async () => {
    const { call } = await callOn();
    call.disabled = true;
    const error = await call.start().catch((reason: unknown) => reason);
    expect(error).to.include({ name: 'InvalidStateError' });
    expect(live()).to.deep.equal(nothingLive);
    call.remove();
  });

  it('succeeds once the trouble is over', async () => {
    const { call, line } = await callOn({ tokens: { status: 500 } });
    await call.start().catch(() => {});
    await line.change({ tokens: {} });
    await call.start();
    expect(call.state).to.equal('ready');
    expect(call.error).to.equal(undefined);
    await call.stop();
    call.remove();
  });
});

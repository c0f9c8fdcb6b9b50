import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import type { Profile, ProfileFacts } from '../../src/broker/broker.js';
import { answerInProcess, site } from './site.js';
import { apiKey, resetUpstream, ticketOf, upstream } from './upstream.js';

describe('profile of the broker as a function', () => {
  beforeEach(resetUpstream);
  beforeEach(answerInProcess);
  afterEach(() => mock.restoreAll());

  it('gives each request its own, and hears what authorize hears, and whom it named', async () => {
    const heard: ProfileFacts[] = [];
    const profile = async (request: Request, facts: ProfileFacts) => {
      heard.push(facts);
      return { model: request.headers.get('x-model') ?? 'gemini-3.8-live' };
    };
    const { ask } = site({ profile, authorize: () => ({ caller: 'anna' }) });
    const ticket = await ticketOf();
    const headers = { 'x-model': 'other' };
    await ask({ address: '192.0.2.1', headers, handle: 'h-1', ticket });
    await ask();
    const setups = upstream.asked.map(
      ({ body }) =>
        (body as { bidiGenerateContentSetup: { model: string } }).bidiGenerateContentSetup,
    );
    assert.deepEqual(
      setups.map(({ model }) => model),
      ['models/other', 'models/gemini-3.8-live'],
    );
    const info = { remoteAddr: { hostname: '192.0.2.1' } };
    const body = { handle: 'h-1', ticket };
    const [first] = heard;
    assert.deepEqual(first, { body, address: '192.0.2.1', resumed: true, info, caller: 'anna' });
  });

  const broken: Record<string, [() => unknown, code: string, why: RegExp]> = {
    throws: [
      () => {
        throw new Error(`no table for ${apiKey}`);
      },
      'profile-failed',
      /^profile failed: Error: no table for …$/,
    ],
    rejects: [() => Promise.reject(new Error('no table')), 'profile-failed', /no table/],
    'gives nothing': [() => undefined, 'profile-missing', /no profile with a model/],
    'gives null': [() => null, 'profile-missing', /no profile/],
    'gives no model': [() => ({ voice: 'Kore' }), 'profile-missing', /no profile/],
    'gives an empty model': [() => ({ model: ' ' }), 'profile-missing', /no profile/],
    'gives a text': [() => 'gemini-3.8-live', 'profile-missing', /no profile/],
  };
  for (const [how, [profile, code, why]] of Object.entries(broken)) {
    it(`that ${how} gives no token, and takes nothing from the total (K10)`, async () => {
      const limits = { total: '1/day', perCaller: false as const };
      const given = { value: profile };
      const choose = () => given.value() as Profile;
      const { ask, events } = site({ profile: choose, limits });
      const answer = await ask();
      assert.deepEqual([answer.status, answer.code], [500, code]);
      assert.match(events[0]?.why ?? '', why);
      assert.equal(events[0]?.type, 'failed');
      assert.equal(upstream.asked.length, 0);
      given.value = () => ({ model: 'gemini-3.8-live' });
      assert.equal((await ask()).code, 'minted');
    });
  }

  it('that never settles is given up after 5 s (K10)', { timeout: 10_000 }, async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    let isAsked: () => void = () => {};
    const asked = new Promise<void>((resolve) => (isAsked = resolve));
    const profile = () => {
      isAsked();
      return new Promise<Profile>(() => {});
    };
    const { ask } = site({ profile });
    const refused = ask();
    await asked;
    context.mock.timers.tick(5000);
    const { status, code } = await refused;
    assert.deepEqual([status, code], [504, 'profile-timeout']);
  });

  it('is not asked for somebody who is over a limit', async () => {
    let asked = 0;
    const profile = () => {
      asked += 1;
      return { model: 'gemini-3.8-live' };
    };
    await site({ profile, limits: { perCaller: '2/min' } }).askTimes(9);
    assert.equal(asked, 2);
  });
});

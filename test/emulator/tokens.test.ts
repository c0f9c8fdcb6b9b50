import { expect } from '@open-wc/testing';
import { Refused } from '../../src/testing/emulator/refusal.js';
import { Tokens } from '../../src/testing/emulator/tokens.js';
import { FakeClock } from '../helpers/fake-clock.js';
import { openPeer } from './peer.js';

const refusal = (act: () => unknown): Refused => {
  try {
    act();
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
  throw new Error('It was not refused.');
};

const inSeconds = (clock: FakeClock, seconds: number) =>
  new Date(clock.now() + seconds * 1_000).toISOString();

describe('ephemeral tokens of the emulator', () => {
  let clock: FakeClock;
  let tokens: Tokens;

  beforeEach(() => {
    clock = new FakeClock();
    tokens = new Tokens(clock);
  });

  it('begin one session each unless more are asked for', () => {
    const { name } = tokens.create({});
    expect(name).to.match(/^auth_tokens\/[0-9a-f]{48}$/);
    tokens.admit(name).beginSession();
    expect(refusal(() => tokens.admit(name).beginSession()).code).to.equal(1008);
    const { name: unlimited } = tokens.create({ uses: 0 });
    for (let use = 0; use < 5; use += 1) tokens.admit(unlimited).beginSession();
  });

  it('begin a session within a minute and die within thirty', () => {
    const { name } = tokens.create({});
    clock.pass(60_000);
    expect(refusal(() => tokens.admit(name).beginSession()).message).to.match(/new sessions/);
    clock.pass(29 * 60_000);
    expect(refusal(() => tokens.admit(name)).message).to.match(/expired/);
  });

  it('live as long as they were made for', () => {
    const { name } = tokens.create({
      expireTime: inSeconds(clock, 10),
      newSessionExpireTime: inSeconds(clock, 5),
    });
    clock.pass(4_999);
    tokens.admit(name).beginSession();
    clock.pass(5_001);
    expect(refusal(() => tokens.admit(name)).code).to.equal(1008);
    expect(refusal(() => tokens.create({ expireTime: inSeconds(clock, 72_001) })).message).to.match(
      /20 hours/,
    );
  });

  it('are refused when nobody made them', () => {
    expect(refusal(() => tokens.admit('auth_tokens/0')).code).to.equal(1008);
  });

  it('are made of known fields only', () => {
    expect(refusal(() => tokens.create({ bogus: 1 })).message).to.equal(
      'Invalid JSON payload received. Unknown name "bogus": Cannot find field.',
    );
  });

  const theirs = { model: 'models/mine', generationConfig: { temperature: 2, seed: 7 }, tools: [] };

  it('lock the whole setup where they have no mask', () => {
    const locked = { model: 'models/ours', generationConfig: { temperature: 0 } };
    const { name } = tokens.create({ bidiGenerateContentSetup: locked });
    expect(tokens.admit(name).effectiveSetup(theirs)).to.deep.equal(locked);
  });

  it('lock the masked fields and leave the others to the client', () => {
    const { name } = tokens.create({
      bidiGenerateContentSetup: { model: 'models/ours', generationConfig: { temperature: 0 } },
      fieldMask: 'model,generationConfig.temperature',
    });
    expect(tokens.admit(name).effectiveSetup(theirs)).to.deep.equal({
      model: 'models/ours',
      generationConfig: { temperature: 0, seed: 7 },
      tools: [],
    });
  });

  it('leave everything to the client where they have no setup', () => {
    const { name } = tokens.create({});
    expect(tokens.admit(name).effectiveSetup(theirs)).to.deep.equal(theirs);
  });

  it('end the sessions they began when they die', () => {
    const { name } = tokens.create({ expireTime: inSeconds(clock, 10) });
    const { setUp, closed } = openPeer({}, { clock, admission: tokens.admit(name) });
    setUp();
    clock.pass(9_999);
    expect(closed).to.deep.equal([]);
    clock.pass(1);
    expect(closed[0]?.code).to.equal(1008);
  });

  it('resume a session without counting it as a use', () => {
    const { name } = tokens.create({});
    const first = openPeer({}, { clock, admission: tokens.admit(name) });
    first.setUp({ sessionResumption: {} });
    const handle = first.frames.at(-1)?.sessionResumptionUpdate?.newHandle;
    first.peer.end();
    const resumed = openPeer({}, { ...first, admission: tokens.admit(name) });
    resumed.setUp({ sessionResumption: { handle } });
    expect(resumed.frames[0]).to.deep.equal({ setupComplete: {} });
    const fresh = openPeer({}, { ...first, admission: tokens.admit(name) });
    fresh.setUp();
    expect(fresh.closed[0]?.code).to.equal(1008);
  });
});

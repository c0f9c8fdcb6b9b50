import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { fakeClock } from './clock.js';
import { answerInProcess, site } from './site.js';
import { apiKey, resetUpstream, ticketOf, upstream } from './upstream.js';

const hmac = (key: string | Buffer, message: string) =>
  createHmac('sha256', key).update(message).digest();

/** A ticket as anybody may write it who has read docs/broker.md; the PHP broker does. */
function signed(payload: string, key = apiKey) {
  const secret = hmac(key, 'live-call ticket 1');
  return `${Buffer.from(payload).toString('base64url')}.${hmac(secret, payload).toString('base64url')}`;
}

const inMinutes = (minutes: number) => Math.floor(Date.now() / 1000) + minutes * 60;
const payloadOf = (ticket: string) =>
  JSON.parse(Buffer.from(ticket.split('.')[0] ?? '', 'base64url').toString()) as Record<
    string,
    unknown
  >;

interface Minted {
  readonly expireTime: string;
  readonly newSessionExpireTime: string;
  readonly bidiGenerateContentSetup: { readonly sessionResumption: { readonly handle?: string } };
}
const minted = () => upstream.asked.map(({ body }) => body as Minted);
const handles = () => minted().map((one) => one.bidiGenerateContentSetup.sessionResumption.handle);
const seconds = (time = '') => Math.round((Date.parse(time) - Date.now()) / 1000);

describe('the ticket of a call', () => {
  let clock: ReturnType<typeof fakeClock>;
  beforeEach(resetUpstream);
  beforeEach(answerInProcess);
  beforeEach(() => void (clock = fakeClock()));
  afterEach(() => clock.restore());

  it('is signed by a secret that comes of the API key, so that every broker knows it (K16)', async () => {
    const { ticket } = await site().ask();
    assert.match(ticket, /^[\w-]+\.[\w-]{43}$/);
    const { id, until, ...rest } = payloadOf(ticket);
    assert.match(String(id), /^[\w-]{22}$/);
    assert.equal(until, inMinutes(15));
    assert.deepEqual(rest, {});
    assert.equal(ticket, signed(JSON.stringify({ id, until })));
    const another = payloadOf((await site().ask()).ticket);
    assert.notEqual(another['id'], id);
  });

  it('lets another broker with the same key take up the session, and stays the same (K16)', async () => {
    const { ticket } = await site().ask();
    const renewed = await site().ask({ ticket, handle: 'h-1' });
    assert.deepEqual([renewed.code, renewed.ticket], ['minted', ticket]);
    assert.deepEqual(handles(), [undefined, 'h-1']);
  });

  const forged: Record<string, (ticket: string) => string | Promise<string>> = {
    'is none': () => '',
    'is another’s': () => ticketOf('another key'),
    'says something else than was signed': (ticket) => {
      const payload = JSON.stringify({ ...payloadOf(ticket), until: inMinutes(600) });
      return `${Buffer.from(payload).toString('base64url')}.${ticket.split('.')[1]}`;
    },
    'is signed with nothing': (ticket) => `${ticket.split('.')[0]}.`,
    'is not signed': (ticket) => ticket.split('.')[0] ?? '',
    'is signed twice': (ticket) => `${ticket}.${ticket.split('.')[1]}`,
    'has half a signature': (ticket) => ticket.slice(0, -21),
    'is signed with the bare key': (ticket) => {
      const [payload = ''] = ticket.split('.');
      const said = Buffer.from(payload, 'base64url').toString();
      return `${payload}.${hmac(apiKey, said).toString('base64url')}`;
    },
    'signs its letters instead of what they say': (ticket) => {
      const [payload = ''] = ticket.split('.');
      const secret = hmac(apiKey, 'live-call ticket 1');
      return `${payload}.${hmac(secret, payload).toString('base64url')}`;
    },
    'has no end': () => signed('{"id":"AAAAAAAAAAAAAAAAAAAAAA"}'),
    'ends at no number': () => signed('{"id":"AAAAAAAAAAAAAAAAAAAAAA","until":"9999999999"}'),
    'has no id': () => signed(JSON.stringify({ until: inMinutes(5) })),
    'is no JSON': () => signed('id'),
    'is null': () => signed('null'),
    'is no base64': () => 'ä.ö',
    'is endless': () => `${'A'.repeat(4000)}.${'A'.repeat(43)}`,
  };
  for (const [how, forge] of Object.entries(forged)) {
    it(`counts for nothing where it ${how}: a new call, without the handle (K16)`, async () => {
      const { ask, events } = site({ limits: { perCaller: '2/h' } });
      const { ticket } = await ask();
      const given = await forge(ticket);
      const answer = await ask({ ticket: given, handle: 'h-1' });
      assert.equal(answer.code, 'minted');
      assert.notEqual(payloadOf(answer.ticket)['id'], payloadOf(ticket)['id']);
      assert.deepEqual(handles(), [undefined, undefined]);
      assert.equal(events.at(-1)?.resumed, false);
      assert.equal((await ask({ ticket: given, handle: 'h-1' })).code, 'rate-limited');
    });
  }

  for (const ticket of [7, null, {}, ['t'], true]) {
    it(`counts for nothing where the page sends ${JSON.stringify(ticket)} (K16)`, async () => {
      const { code } = await site().ask({ ticket: ticket as string, handle: 'h-1' });
      assert.equal(code, 'minted');
      assert.deepEqual(handles(), [undefined]);
    });
  }

  it('ends every token of its call at the same time (K16)', async () => {
    const { ask } = site({ maxCall: 600 });
    const { ticket } = await ask();
    assert.equal(seconds(minted()[0]?.expireTime), 600);
    clock.pass(570_000);
    await ask({ ticket, handle: 'h-1' });
    assert.equal(seconds(minted()[1]?.expireTime), 30);
    assert.equal(seconds(minted()[1]?.newSessionExpireTime), 30);
  });

  it('gives a long call tokens of half an hour (K16)', async () => {
    const { ask } = site({ maxCall: 7200 });
    const { ticket } = await ask();
    clock.pass(3_600_000);
    await ask({ ticket });
    assert.deepEqual(
      minted().map(({ newSessionExpireTime }) => Date.parse(newSessionExpireTime)),
      [Date.now() - 3_540_000, Date.now() + 60_000],
    );
    assert.equal(seconds(minted()[1]?.expireTime), 1800);
  });

  it('ends the call when its time is up, on every broker, and a new one may begin (K16)', async () => {
    const { ask, events } = site();
    const { ticket } = await ask();
    clock.pass(900_000);
    for (const broker of [{ ask, events }, site()]) {
      const { status, code, ticket: none } = await broker.ask({ ticket, handle: 'h-1' });
      assert.deepEqual([status, code, none], [403, 'call-over', '']);
      assert.match(broker.events.at(-1)?.why ?? '', /maxCall/);
    }
    assert.equal(upstream.asked.length, 1);
    const again = await ask();
    assert.equal(again.code, 'minted');
    assert.equal(payloadOf(again.ticket)['until'], inMinutes(15));
  });

  it('is as long as authorize says when the call begins, and no longer later (K16)', async () => {
    const lengths = [60, 3600, 3600, undefined];
    const authorize = () => ({ caller: 'anna', maxCall: lengths.shift() });
    const { ask } = site({ authorize });
    const short = await ask();
    const long = await ask();
    const renewed = await ask({ ticket: short.ticket });
    const usual = await ask();
    const untils = [short, long, renewed, usual].map(({ ticket }) => payloadOf(ticket)['until']);
    assert.deepEqual(untils, [1, 60, 1, 15].map(inMinutes));
  });

  for (const maxCall of [0, -1, NaN, Infinity, '60', null, true]) {
    it(`lets nobody through where authorize gives ${String(maxCall)} for maxCall (K10)`, async () => {
      const authorize = () => ({ caller: 'anna', maxCall: maxCall as number });
      const { ask, events } = site({ authorize });
      assert.equal((await ask()).code, 'not-authorized');
      assert.match(events[0]?.why ?? '', /maxCall that is no number/);
    });
  }

  it('is judged before anybody is asked, and after that authorize hears of the session (K16)', async () => {
    const resumed: boolean[] = [];
    const authorize = (_: Request, facts: { readonly resumed: boolean }) => {
      resumed.push(facts.resumed);
      return true;
    };
    const { ask } = site({ authorize });
    const { ticket } = await ask({ handle: 'h-1' });
    await ask({ ticket, handle: 'h-1' });
    await ask({ ticket: await ticketOf(apiKey, -1), handle: 'h-1' });
    assert.deepEqual(resumed, [false, true]);
  });

  it('asks for the key once a request, whatever becomes of it', async () => {
    let asked = 0;
    const key = () => {
      asked += 1;
      return apiKey;
    };
    const { ask } = site({ apiKey: key, authorize: (_, { resumed }) => resumed });
    assert.equal((await ask()).code, 'not-authorized');
    assert.equal(asked, 1);
    assert.equal((await ask({ ticket: await ticketOf(), handle: 'h-1' })).code, 'minted');
    assert.equal(asked, 2);
  });

  it('is in no line of a log (K4)', async () => {
    const ticket = await ticketOf();
    upstream.status = 400;
    upstream.answer = { error: { message: `the ticket ${ticket} is odd, ${ticket.slice(0, -1)}` } };
    const { ask, events } = site();
    await ask({ ticket, handle: 'h-1' });
    assert.match(events[0]?.why ?? '', /the ticket … is odd/);
    assert.ok(!JSON.stringify(events).includes(ticket.slice(0, 30)));
  });
});

import { origin, profile } from '../../broker/upstream.js';
import { type Given, type Part, refused, type Row } from '../row.js';

const by =
  (address: string, further: (given: Given) => object = () => ({})) =>
  (given: Given) => ({
    headers: { 'x-forwarded-for': address },
    body: JSON.stringify(further(given)),
  });

const limited = (name: string, address: string, seconds = 60, code = 'rate-limited'): Row => ({
  name,
  ask: by(address),
  ...refused(429, code, undefined, true),
  waitsAtMost: seconds,
});
const let_ = (name: string, address: string): Row => ({ name, ask: by(address), status: 200 });
const renewal = by('192.0.2.200', ({ latest }) => ({ ticket: latest, handle: 'handle-1' }));

const settings = { ...profile, allowedOrigins: [origin], trustProxy: 1 };

export const limits: Part = {
  name: 'a broker with limits hears',
  settings: {
    ...settings,
    limits: { perCaller: '2/min 3/h', total: '12/day', perCall: '2/min' },
  },
  rows: [
    let_('a caller', '192.0.2.1'),
    let_('a caller again', '192.0.2.1'),
    {
      ...limited('a caller who has had enough', '192.0.2.1'),
      why: /limits\.perCaller is 2\/min 3\/h, which is reached by 192\.0\.2\.1/,
    },
    limited('a caller with a changed port', '192.0.2.1:4711'),
    limited('a caller who hides behind a forged entry', '198.51.100.7, 192.0.2.1'),
    limited('a caller by IPv4 in IPv6', '::ffff:192.0.2.1'),
    limited('a caller by IPv4 in IPv6, in brackets', '[::ffff:c000:201]:443'),
    let_('another caller', '192.0.2.2'),
    let_('a home', '2001:db8:1:2::1'),
    let_('another room of the home', '2001:0DB8:0001:0002:ffff::7'),
    limited('a third room of the home', '2001:db8:1:2:3:4:5:6'),
    let_('the house next door', '2001:db8:1:3::1'),
    {
      name: 'a stranger, who takes nothing from anybody',
      ask: { headers: { origin: 'https://evil.example', 'x-forwarded-for': '192.0.2.3' } },
      ...refused(403, 'origin-refused'),
    },
    {
      name: 'a caller to whom the Live API gives nothing',
      ask: by('192.0.2.3'),
      live: { status: 503, answer: {} },
      ...refused(502, 'upstream-failed', undefined, true),
    },
    let_('the same caller', '192.0.2.3'),
    limited('the same caller, whose try without a token has counted', '192.0.2.3'),
    let_('a caller, whose call goes on:', '192.0.2.4'),
    { name: 'its second connection', ask: renewal, status: 200, handle: 'handle-1' },
    { name: 'its third connection', ask: renewal, status: 200, handle: 'handle-1' },
    {
      name: 'its fourth connection',
      ask: renewal,
      ...refused(
        429,
        'rate-limited',
        /limits\.perCall is 2\/min, which is reached by one call/,
        true,
      ),
      waitsAtMost: 60,
    },
    let_('a caller 9', '192.0.2.5'),
    let_('a caller 10', '192.0.2.6'),
    let_('a caller 11', '192.0.2.7'),
    let_('a caller 12', '192.0.2.8'),
    {
      ...limited('a caller when the budget is spent', '192.0.2.9', 86_400, 'budget-spent'),
      why: /limits\.total is 12\/day, which is reached by all together/,
    },
    limited(
      'a caller who has had enough, too, when the budget is spent',
      '192.0.2.1',
      86_400,
      'budget-spent',
    ),
    {
      name: 'a call that goes on when the budget is spent',
      ask: by('192.0.2.9', ({ ticket }) => ({ ticket: ticket(600), handle: 'handle-2' })),
      status: 200,
      handle: 'handle-2',
      seconds: 600,
    },
  ],
};

export const proxies: Part = {
  name: 'a broker behind two proxies hears',
  settings: { ...settings, trustProxy: 2, limits: { perCaller: '1/h' } },
  rows: [
    let_('a caller', '192.0.2.1, 10.0.0.1'),
    limited('the caller with a forged entry', '198.51.100.7, 192.0.2.1, 10.0.0.2', 3600),
    let_('another caller', '192.0.2.2, 10.0.0.1'),
    let_('a caller who came by one proxy', '192.0.2.3'),
    limited('the same once more', '192.0.2.3', 3600),
  ],
};

export const forged: Part = {
  name: 'a broker that trusts no proxy hears',
  settings: { ...settings, trustProxy: 0, limits: { perCaller: '1/h', total: false } },
  rows: [
    let_('a caller', '192.0.2.1'),
    {
      ...limited('the caller under another name', '192.0.2.2', 3600),
      why: /a proxy is in front: set trustProxy/,
    },
    {
      name: 'the caller without that header',
      ask: {},
      ...refused(429, 'rate-limited', undefined, true),
      waitsAtMost: 3600,
    },
  ],
};

export const defaults: Part = {
  name: 'a broker with the limits that it has by itself hears',
  settings,
  rows: [
    ...[1, 2, 3, 4, 5].map((call) => let_(`call ${call} of a caller`, '192.0.2.1')),
    limited('call 6 of a caller', '192.0.2.1'),
    let_('another caller', '192.0.2.2'),
  ],
};

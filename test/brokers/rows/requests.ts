import { origin, profile, strangers } from '../../broker/upstream.js';
import { type Part, refused, type Row } from '../row.js';

const methods: readonly Row[] = ['GET', 'PUT', 'DELETE', 'PATCH', 'HEAD'].map((method) => ({
  name: `a ${method}`,
  ask: { method, ...(method === 'PUT' || method === 'PATCH' ? {} : { body: '' }) },
  ...refused(405, 'method-not-allowed', method === 'GET' ? /GET is not POST/ : undefined),
  headers: { allow: 'POST, OPTIONS' },
}));

const preflight = (
  name: string,
  headers: Record<string, string | undefined>,
  allowed: string,
): Row => ({
  name: `a preflight ${name}`,
  ask: { method: 'OPTIONS', body: '', headers: { 'content-type': undefined, ...headers } },
  status: 204,
  headers: {
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': allowed,
    'access-control-max-age': '600',
    vary: 'origin, access-control-request-headers',
  },
});

const usual = 'content-type, authorization';
const asked = 'access-control-request-headers';
const preflights: readonly Row[] = [
  preflight('of an allowed page', {}, usual),
  preflight('of a stranger', { origin: 'https://evil.example' }, usual),
  preflight('of a page without an origin', { origin: 'null' }, usual),
  preflight(
    'that names headers',
    { [asked]: 'content-type, X-CSRF-Token' },
    `${usual}, x-csrf-token`,
  ),
  preflight('that names a header twice', { [asked]: 'x-a,x-a,,authorization' }, `${usual}, x-a`),
  preflight('that names no header', { [asked]: 'x-a;b' }, usual),
  preflight('that names anything', { [asked]: '*' }, usual),
  preflight('that names too much', { [asked]: 'x-'.padEnd(1025, 'x') }, usual),
];

const origins: readonly Row[] = [
  ...strangers.map((stranger) => ({
    name: `a page of ${stranger}`,
    ask: { headers: { origin: stranger } },
    ...refused(403, 'origin-refused', new RegExp(`${stranger} is not in allowedOrigins`)),
  })),
  {
    name: 'a program without an origin',
    ask: { headers: { origin: undefined } },
    ...refused(403, 'origin-refused', /no Origin, so no page sent it/),
  },
  ...['https://xn--bcher-kva.example', 'capacitor://localhost', 'http://localhost:8080'].map(
    (other) => ({ name: `a page of ${other}`, ask: { headers: { origin: other } }, status: 200 }),
  ),
  ...['cross-site', 'same-site', 'same-origin', 'bogus'].map((site) => ({
    name: `a page of a ${site} site, its origin listed`,
    ask: { headers: { 'sec-fetch-site': site } },
    status: 200,
  })),
  {
    name: 'the address bar',
    ask: { headers: { 'sec-fetch-site': 'none' } },
    ...refused(403, 'origin-refused', /Sec-Fetch-Site is none/),
  },
];

const types: readonly Row[] = [
  ...[
    undefined,
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/jsonx',
    'application/json+x',
    'text/plain; application/json',
    'application/json, text/plain',
  ].map((type) => ({
    name: `a body of the type ${type}`,
    ask: { headers: { 'content-type': type } },
    ...refused(
      415,
      'unsupported-media-type',
      new RegExp(`content-type is ${type ?? 'missing'}`.replace('+', '\\+')),
    ),
  })),
  ...['application/json; charset=utf-8', 'application/json ;x=y', 'Application/JSON'].map(
    (type) => ({
      name: `a body of the type ${type}`,
      ask: { headers: { 'content-type': type } },
      status: 200,
    }),
  ),
];

const ofSize = (size: number) => JSON.stringify('x'.repeat(size - 2));
const tooLarge = refused(413, 'too-large', /body is over 8192 bytes/);

const sizes: readonly Row[] = [
  { name: 'a body of 8192 bytes', ask: { body: ofSize(8192) }, status: 200 },
  { name: 'a body of 8193 bytes', ask: { body: ofSize(8193) }, ...tooLarge },
  { name: 'a body of 100 kB', ask: { body: ofSize(100_000) }, ...tooLarge },
  {
    name: 'a body of 8192 characters',
    ask: { body: JSON.stringify('ü'.repeat(8190)) },
    ...tooLarge,
  },
  { name: 'an empty body', ask: { body: '' }, ...refused(400, 'invalid-body', /not JSON/) },
];

const good: Readonly<Record<string, string | Uint8Array>> = {
  null: 'null',
  'a list': '[]',
  'a text': '"handle"',
  'a number': '17',
  'blank space around': ' \n{}\t',
  'the mark of UTF-8 in front': '\uFEFF{}',
  'a byte that is no UTF-8': new Uint8Array([0x22, 0xff, 0x22]),
  'a key without a name': '{"":1,"\\u0000":2}',
  'a name twice': '{"handle":1,"handle":2}',
  'a thousand lists': '['.repeat(1000) + ']'.repeat(1000),
  'a huge number': '{"a":1e999}',
};
const bad: Readonly<Record<string, string>> = {
  'half of an object': '{',
  'two objects': '{}{}',
  'NULL in capitals': 'NULL',
  'a comma too many': '{"a":1,}',
  'single quotes': "{'a':1}",
  'a form': 'handle=h-1',
  nothing: '   ',
  'a leading zero': '01',
  'a comment': '{} // yes',
};
const bodies: readonly Row[] = [
  ...Object.entries(good).map(([name, body]) => ({
    name: `a body with ${name}`,
    ask: { body },
    status: 200,
  })),
  ...Object.entries(bad).map(([name, body]) => ({
    name: `a body with ${name}`,
    ask: { body },
    ...refused(400, 'invalid-body', /the body is not JSON/),
  })),
  {
    name: 'a body that would change the call',
    ask: {
      body: JSON.stringify({
        model: 'gemini-ultra',
        uses: 0,
        instructions: 'Obey me.',
        bidiGenerateContentSetup: {},
        sessionResumption: { handle: 'handle-1' },
      }).replace(/\}$/, ',"__proto__":{"handle":"handle-1"}}'),
    },
    status: 200,
  },
];

const settings = {
  ...profile,
  allowedOrigins: [
    origin,
    'https://xn--bcher-kva.example',
    'capacitor://localhost',
    'http://localhost:8080',
  ],
  limits: false as const,
};

export const requests: Part = {
  name: 'a broker with listed origins',
  settings,
  rows: [...methods, ...preflights, ...origins, ...types, ...sizes, ...bodies],
};

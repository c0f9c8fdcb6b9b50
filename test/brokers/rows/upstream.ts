import { apiKey, origin, profile } from '../../broker/upstream.js';
import { type Part, refused, type Row } from '../row.js';

const error = (message: string) => ({ error: { code: 400, message, status: 'BAD' } });

const passing = (why: RegExp) => refused(502, 'upstream-failed', why, true);
const lasting = (why: RegExp) => refused(502, 'upstream-failed', why);
const busy = (why: RegExp) => refused(429, 'upstream-busy', why, true);

const rows: readonly Row[] = [
  {
    name: 'refuses the key',
    live: { status: 400, answer: error(`API key not valid: ${apiKey}.`) },
    ...lasting(/the Live API answered 400; check .*: API key not valid: …/),
  },
  {
    name: 'is switched off',
    live: {
      status: 403,
      answer: error('It has not been used in project 7 before or it is disabled.'),
    },
    ...lasting(/answered 403.*disabled/),
  },
  {
    name: 'knows no such model',
    live: { status: 404, answer: error('models/gemini-0 is not found.') },
    ...lasting(/answered 404.*models\/gemini-0 is not found/),
  },
  {
    name: 'has had enough',
    live: { status: 429, answer: error('Quota exceeded.'), headers: { 'retry-after': '37' } },
    ...busy(/answered 429: Quota exceeded/),
    headers: { 'retry-after': '37' },
  },
  ...['', 'soon', '1.5', '-1', 'Thu, 26 Nov 2026 10:00:00 GMT', '1234567'].map((text) => ({
    name: `has had enough and says ${text || 'nothing'} of when it has not`,
    live: { status: 429, headers: text ? { 'retry-after': text } : {} },
    ...busy(/answered 429/),
    headers: { 'retry-after': undefined },
  })),
  ...[500, 503].map((status) => ({
    name: `breaks with ${status}`,
    live: { status, answer: error('Internal.') },
    ...passing(new RegExp(`answered ${status}: Internal`)),
  })),
  ...[301, 302, 307, 308].map((status) => ({
    name: `sends the broker elsewhere with ${status}`,
    live: { status, headers: { location: '/elsewhere' } },
    ...lasting(new RegExp(`answered ${status}`)),
  })),
  {
    name: 'answers with a page',
    live: { text: '<!doctype html><h1>Sign in</h1>' },
    ...passing(/the answer holds no/),
  },
  {
    name: 'refuses with a page',
    live: { status: 403, text: '<h1>Blocked by the firewall</h1>' },
    ...lasting(/answered 403.*Blocked by the firewall/),
  },
  { name: 'answers with nothing', live: { text: '' }, ...passing(/the answer holds no/) },
  { name: 'answers with 204', live: { status: 204, text: '' }, ...passing(/the answer holds no/) },
  {
    name: 'answers without end',
    live: { answer: { name: 'auth_tokens/abc', more: 'x'.repeat(100_000) } },
    ...passing(/asking the Live API for a token failed/),
  },
  {
    name: 'refuses without end',
    live: { status: 400, answer: error('x'.repeat(100_000)) },
    ...lasting(/answered 400/),
  },
  {
    name: 'hangs up',
    live: { reset: true },
    ...passing(/asking the Live API for a token failed: ./),
  },
  {
    name: 'answers to nobody',
    live: { hang: true },
    ...refused(504, 'upstream-timeout', /did not answer within 5 s/, true),
  },
  ...[
    {},
    null,
    [],
    { name: 7 },
    { name: 'AIzaNoToken' },
    { name: 'auth_tokens/' },
    { name: 'auth_tokens/a b' },
    { name: 'auth_tokens/a\r\nb' },
    { name: 'auth_tokens/a\n' },
    { name: 'auth_tokens/ü' },
    { name: 'xauth_tokens/abc' },
    { name: `auth_tokens/${'x'.repeat(4097)}` },
    { token: 'auth_tokens/abc' },
  ].map((answer) => ({
    name: `answers with ${JSON.stringify(answer).slice(0, 40)}, which is no token`,
    live: { answer },
    ...passing(/the answer holds no/),
  })),
];

export const liveApi: Part = {
  name: 'a broker whose Live API',
  settings: { ...profile, allowedOrigins: [origin], limits: false },
  rows,
};

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Broker, type BrokerOptions, createBroker } from '../../src/broker/broker.js';
import { tellOwner } from '../../src/call/cures.js';
import type { CallError } from '../../src/call/errors.js';
import { type Facts, Fault } from '../../src/cli/fault.js';
import type { FindingCode } from '../../src/cli/findings.js';
import { readGoogle } from '../../src/cli/google-words.js';
import { endError } from '../../src/gemini/socket-end.js';
import { fetchToken } from '../../src/gemini/token.js';
import { hangUps, refusals } from './google.js';

/** What an owner reads of one fault, and where. */
interface Words {
  readonly fault: string;
  readonly console: string;
  readonly log: string;
  readonly check: Fault;
}

const profile = { model: 'gemini-9-live' };
const page = 'https://www.example.com';
const facts: Facts = {
  ...profile,
  origin: page,
  listed: 'https://example.com',
  url: `${page}/token`,
};

/** The lines that `work` has written on the console. */
async function heard(work: () => unknown): Promise<string> {
  const lines: string[] = [];
  const names = ['info', 'warn', 'error'] as const;
  const before = names.map((name) => [name, console[name]] as const);
  for (const name of names) console[name] = (line: unknown) => void lines.push(String(line));
  try {
    await work();
  } finally {
    for (const [name, log] of before) console[name] = log;
  }
  // Not what a broker says of itself when it starts.
  return lines.filter((line) => /: (?:\d{3} )?[a-z-]+: /.test(line)).join(' ');
}

/** The line on the page's console where its broker answers so. */
async function consoleOf(answer: Response): Promise<string> {
  const { status } = answer;
  const body = await answer.text();
  const server = createServer((_, response) => response.writeHead(status).end(body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const signal = new AbortController().signal;
  const error = await fetchToken({ tokenUrl: `http://127.0.0.1:${port}` }, signal).catch(
    (error: unknown) => error as CallError,
  );
  server.close().closeAllConnections();
  return heard(() => tellOwner(error as CallError));
}

/** The log of a broker and the console of a page of which one is refused. */
async function refused(
  fault: string,
  check: FindingCode,
  { options = {}, headers = {}, url = `${page}/token` }: Refused = {},
): Promise<Words> {
  let answer = Response.error();
  const log = await heard(async () => {
    const usual = { apiKey: 'a-key', profile, allowedOrigins: [page] };
    const broker: Broker = createBroker({ ...usual, ...options });
    const all = { origin: page, 'content-type': 'application/json', ...headers };
    const given = Object.entries(all).filter(([, value]) => value !== '');
    answer = await broker.fetch(new Request(url, { method: 'POST', headers: given, body: '{}' }));
  });
  const { status } = answer;
  const { code } = (await answer.clone().json()) as { code: string };
  const found = new Fault(check, { ...facts, status, code });
  return { fault, console: await consoleOf(answer), log, check: found };
}

interface Refused {
  readonly options?: Partial<BrokerOptions>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly url?: string;
}

/** Google refuses the token. */
async function refusedByGoogle(fault: string, finding: string): Promise<Words> {
  const [, body] = refusals.find(([code]) => code === finding)!;
  const { code, message } = body.error;
  const google = createServer((_, response) => {
    response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => google.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(google.address() as AddressInfo).port}`;
  const words = await refused(fault, readGoogle(message, code), { options: { baseUrl } });
  google.close().closeAllConnections();
  return words;
}

/** Google gives the token and hangs up on the call. */
async function hungUp(fault: string, finding: string): Promise<Words> {
  const [, code, reason] = hangUps.find(([code]) => code === finding)!;
  const error = endError({ code, reason, blocked: undefined }, false);
  const check = new Fault(readGoogle(reason, code), facts);
  return { fault, console: await heard(() => tellOwner(error)), log: '', check };
}

/** The faults that owners make first, with the words by which each is found. */
export async function wordsOfFaults(): Promise<readonly Words[]> {
  const proxied = { 'x-forwarded-proto': 'https' };
  return [
    await refusedByGoogle('wrong key', 'key-invalid'),
    await refusedByGoogle('API off', 'api-off'),
    await refusedByGoogle('wrong model', 'model-unknown'),
    await hungUp('wrong model, told at the call', 'model-unknown'),
    await refusedByGoogle('quota', 'quota'),
    await hungUp('quota, told at the call', 'quota'),
    await refused('host lets the broker ask nobody', 'broker-no-google', {
      // Port 9 is closed everywhere: https://www.rfc-editor.org/rfc/rfc863
      options: { baseUrl: 'http://127.0.0.1:9' },
    }),
    await refused('forgotten `www.`', 'origin-www', {
      options: { allowedOrigins: ['https://example.com'] },
    }),
    await refused('TLS proxy', 'origin-own', {
      options: { allowedOrigins: undefined },
      headers: proxied,
      url: 'http://www.example.com/token',
    }),
    await refused('header `Origin` lost at a proxy', 'origin-own', { headers: { origin: '' } }),
    await refused('header `content-type` lost at a proxy', 'header-lost', {
      headers: { 'content-type': 'text/plain' },
    }),
    await refused('header that `authorize` wants is missing', 'not-authorized', {
      options: { authorize: () => false },
    }),
    await refused('key not set at the broker', 'broker-key-missing', { options: { apiKey: '' } }),
  ];
}

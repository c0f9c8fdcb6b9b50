import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, it, mock } from 'node:test';
import type { Broker } from '../../src/broker/broker.js';
import {
  closeUpstream,
  openUpstream,
  origin,
  resetUpstream,
  ticketOf,
  upstream,
} from './upstream.js';

const root = new URL('../../../', import.meta.url);
const page = await readFile(new URL('docs/broker.md', root), 'utf8');
const moduleOf = (code: string) => `data:text/javascript,${encodeURIComponent(code)}`;

/** The code behind `<!-- example: name -->`, as a module whose broker asks our upstream. */
function example(name: string): string {
  const code = new RegExp(`<!-- example: ${name} -->\\s*\`\`\`\\w+\\n(.*?)\`\`\``, 's').exec(page);
  if (!code?.[1]) throw new Error(`docs/broker.md has no example ${name}.`);
  const local = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);
  return code[1]
    .replace("'live-call/broker'", local('../../src/broker/broker.js'))
    .replace("express from 'express'", `{ express } from ${local('./express.js')}`)
    .replace('process.env.GEMINI_API_KEY,', `'a-key', baseUrl: '${upstream.url}',`)
    .replace(/'[./]*\/broker\.js'/, () => JSON.stringify(moduleOf(example('broker'))));
}

const ticket = await ticketOf('a-key');
const headers = { origin, 'content-type': 'application/json' };
const post = { method: 'POST', headers, body: JSON.stringify({ handle: 'h-1', ticket }) };

describe('a recipe of docs/broker.md', () => {
  const servers: Server[] = [];
  before(openUpstream);
  after(closeUpstream);
  beforeEach(resetUpstream);
  before(() => {
    const { listen } = Server.prototype;
    mock.method(Server.prototype, 'listen', function (this: Server) {
      servers.push(this);
      return listen.call(this, { port: 0, host: '127.0.0.1' } as never);
    });
  });
  after(() => {
    mock.restoreAll();
    for (const server of servers) server.close().closeAllConnections();
  });

  for (const name of ['node', 'express']) {
    it(`makes a server that gives tokens: ${name} (K14)`, async () => {
      await import(moduleOf(example(name)));
      const server = servers.at(-1)!;
      if (!server.listening) await once(server, 'listening');
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
      const response = await fetch(url, post);
      assert.deepEqual(await response.json(), { token: 'auth_tokens/abc', ticket });
      assert.equal(response.headers.get('access-control-allow-origin'), origin);
      assert.match(JSON.stringify(upstream.asked), /"handle":"h-1"/);
      assert.equal((await fetch(url, { method: 'OPTIONS', headers })).status, 204);
      const stranger = { ...headers, origin: 'https://evil.example' };
      assert.equal((await fetch(url, { ...post, headers: stranger })).status, 403);
    });
  }

  it('makes a route of Next that gives tokens (K14)', async () => {
    const route = (await import(moduleOf(example('next')))) as Record<string, Broker['fetch']>;
    assert.deepEqual(Object.keys(route), ['OPTIONS', 'POST']);
    const context = { params: Promise.resolve({}) };
    const request = new Request('http://localhost:3000/token', post);
    assert.equal((await route['POST']?.(request, context))?.status, 200);
    const preflight = new Request('http://localhost:3000/token', { method: 'OPTIONS', headers });
    assert.equal((await route['OPTIONS']?.(preflight, context))?.status, 204);
  });

  it('has a row for each code that the broker answers (K13)', async () => {
    const folder = new URL('src/broker/', root);
    const names = (await readdir(folder)).filter((name) => name.endsWith('.ts'));
    const paths = names.map((name) => new URL(name, folder));
    const source = (await Promise.all(paths.map((path) => readFile(path, 'utf8')))).join('\n');
    const given = [...source.matchAll(/new Refusal\(\s*\d+,\s*'([a-z-]+)'/g)].map(
      ([, code]) => code,
    );
    const hooks = [...source.matchAll(/askHook\(\s*'\w+',\s*'(\w+)'/g)].map(([, code]) => code);
    const codes = new Set([
      ...given,
      ...hooks.flatMap((code) => [`${code}-failed`, `${code}-timeout`]),
    ]);
    const rows = [...page.matchAll(/^\| \d{3} +\| `([a-z-]+)`/gm)].map(([, code]) => code);
    assert.ok(codes.size > 15);
    assert.deepEqual(new Set(rows), codes);
    assert.equal(rows.length, codes.size);
  });
});

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { INPUT_RATE } from '../../src/call/ports/format.js';
import { openLine } from '../helpers/line.js';
import { openBrowser } from './browser.js';
import { openSite, type Site } from './site.js';
import { card, failure, hangUp, live, nothingLive, press, until, visit } from './visit.js';

type Any = Record<string, unknown>;
type Callable = (...args: unknown[]) => unknown;

/** What libraries, monitors and extensions have done to a page before our script runs. Each is run in the page. */
const pages: Record<string, () => void> = {
  'wraps WebSocket in a function without its constants (H7)': () => {
    const Real = WebSocket;
    const wrapper = function (url: string, protocols?: string) {
      return protocols ? new Real(url, protocols) : new Real(url);
    };
    Object.assign(globalThis, { WebSocket: wrapper });
  },
  'wraps WebSocket in a class without constants that counts (H7)': () => {
    const Real = WebSocket;
    class Counted {
      static count = 0;
      constructor(...args: [string]) {
        Counted.count += 1;
        return new Real(...args);
      }
    }
    Object.assign(globalThis, { WebSocket: Counted });
  },
  'wraps fetch by a function that thinks of addresses and plain headers only (H7)': () => {
    const real = fetch;
    const wrapper = (url: string, options: { headers?: Any } = {}) => {
      if (url.startsWith('/never')) throw new Error('never');
      options.headers = { ...options.headers, 'x-trace-id': '1' };
      return real(url, options as RequestInit);
    };
    Object.assign(globalThis, { fetch: wrapper });
  },
  'answers a fetch with an object that has no stream (H7)': () => {
    const real = fetch;
    const wrapper = async (url: string, options: RequestInit) => {
      const { ok, status, headers, type } = await real(url, options).then(async (response) => {
        text = await response.text();
        return response;
      });
      return { ok, status, headers, type, text: () => Promise.resolve(text) };
    };
    let text = '';
    Object.assign(globalThis, { fetch: wrapper });
  },
  'wraps Request and Headers in functions (H7)': () => {
    const { Request: RealRequest, Headers: RealHeaders } = globalThis;
    const wrappers = {
      Request: function (url: string, options: RequestInit) {
        return new RealRequest(url, options);
      },
      Headers: function (init: HeadersInit) {
        return new RealHeaders(init);
      },
    };
    Object.assign(globalThis, wrappers);
  },
  'makes text of arrays in JSON, as Prototype.js does (H8)': () => {
    const toJSON = function (this: unknown[]) {
      return `[${this.map((one) => JSON.stringify(one)).join(', ')}]`;
    };
    Object.assign(Array.prototype, { toJSON });
  },
  'makes nothing of all objects in JSON (H8)': () => {
    Object.assign(Object.prototype, { toJSON: () => undefined });
  },
  'puts quotes about text, numbers and dates in JSON (H8)': () => {
    const toJSON = function (this: unknown) {
      return `"${String(this)}"`;
    };
    for (const { prototype } of [String, Number, Boolean, Date])
      Object.assign(prototype as object, { toJSON });
  },
  'adds enumerable methods to all prototypes, as MooTools does (H8)': () => {
    const extras = { each: () => {}, clone: () => {}, contains: () => false, last: () => null };
    for (const one of [Array, Object, String, Function, Promise, Event, Element])
      Object.assign(one.prototype as object, extras);
  },
  'has its own Array.from, find, reduce, at and toReversed, as old libraries have (H8)': () => {
    const list = (one: Iterable<unknown>) => [...one];
    Object.assign(Array, { from: list });
    const { reverse } = Array.prototype;
    Object.assign(Array.prototype, {
      reduce(this: unknown[]) {
        return this.length > 1 ? this : this[0];
      },
      toReversed(this: unknown[]) {
        return reverse.call(this);
      },
      at(this: unknown[], index: number) {
        return this[index];
      },
      entries(this: unknown[]) {
        return [...this];
      },
      flat(this: unknown[]) {
        return this;
      },
    });
  },
  'has frozen all intrinsics, as SES does (H9)': () => {
    const seen = new Set<unknown>();
    const names =
      'Object Array Function Error TypeError RangeError Promise Map Set WeakMap Date RegExp String Number ' +
      'Boolean Symbol JSON Math Reflect ArrayBuffer DataView Uint8Array Int16Array Float32Array';
    for (const name of names.split(' ')) {
      const one = (globalThis as unknown as Any)[name] as { prototype?: unknown };
      for (const part of [one, one.prototype]) if (part && !seen.has(part)) Object.freeze(part);
    }
    Object.freeze(Object.getPrototypeOf(Uint8Array));
    Object.freeze(Object.getPrototypeOf([][Symbol.iterator]()));
    Object.freeze(Object.getPrototypeOf(async () => {}));
  },
  'has its own Promise, timers and listeners, as zone.js does (H9)': () => {
    const Real = Promise;
    class ZonePromise<T> extends Real<T> {
      zone = 'root';
    }
    globalThis.Promise = ZonePromise;
    const { setTimeout: set, clearTimeout: clear, queueMicrotask: queue } = globalThis;
    const within = (then: unknown) => (typeof then === 'function' ? (then as Callable) : () => {});
    Object.assign(globalThis, {
      setTimeout: (then: unknown, ms?: number, ...args: unknown[]) => ({
        timer: set(() => within(then)(...args), ms),
      }),
      clearTimeout: (handle?: { timer?: ReturnType<typeof set> }) => clear(handle?.timer),
      queueMicrotask: (then: () => void) => queue(() => then()),
    });
    const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
    const tasks = new WeakMap<object, EventListener>();
    EventTarget.prototype.addEventListener = function (type, listener, options) {
      if (typeof listener !== 'function') return add.call(this, type, listener, options);
      const task = tasks.get(listener) ?? ((event) => listener.call(this, event));
      tasks.set(listener, task);
      return add.call(this, type, task, options);
    };
    EventTarget.prototype.removeEventListener = function (type, listener, options) {
      return remove.call(this, type, (listener && tasks.get(listener)) ?? listener, options);
    };
  },
  'has no animation frames, idle callbacks, random ids, clones and console (H9)': () => {
    const names = [
      'requestAnimationFrame',
      'requestIdleCallback',
      'structuredClone',
      'queueMicrotask',
    ];
    for (const name of names) Reflect.deleteProperty(globalThis, name);
    Reflect.deleteProperty(Crypto.prototype, 'randomUUID');
    for (const name of Object.keys(console)) Reflect.deleteProperty(console, name);
  },
  'has a Promise without finally and allSettled, and a URL without canParse (H9)': () => {
    Reflect.deleteProperty(Promise.prototype, 'finally');
    Reflect.deleteProperty(Promise, 'allSettled');
    const Own = URL;
    // A shim of old: a function that makes the real one.
    globalThis.URL = Object.assign(
      function (address: string, base?: string) {
        return new Own(address, base);
      },
      {
        createObjectURL: (blob: Blob) => Own.createObjectURL(blob),
        revokeObjectURL: (address: string) => Own.revokeObjectURL(address),
      },
    ) as unknown as typeof URL;
  },
  'has a clock that ticks ten times a second (H9)': () => {
    const { now } = Performance.prototype;
    Performance.prototype.now = function () {
      return Math.floor(now.call(this) / 100) * 100;
    };
  },
};

describe('a call on a page whose globals are other than ours (H7, H8, H9): it', () => {
  let site: Site;
  let browser: Browser;

  before(async () => {
    site = await openSite();
    browser = await openBrowser();
  });
  after(async () => {
    await browser.close();
    await site.close();
  });

  for (const [what, change] of Object.entries(pages)) {
    it(`${what} says every sample, declares and answers a function, and is heard of as ever`, async () => {
      const line = await openLine({ persona: 'silent' });
      const url = site.page(`
        <script type="module" src="/resources.js"></script><script src="/live-call.min.js"></script>
        <live-call debug base-url="${line.baseUrl}" token-url="${line.tokenUrl}"></live-call>`);
      const { page, faults } = await visit(browser, url, change);
      assert.deepEqual(faults, []);
      await page.$eval('live-call', (call) => {
        call.tokenRequest = { headers: { 'x-csrf': '1' }, body: { pages: ['cart'] } };
        call.config = { tools: [{ googleSearch: {} }] };
        call.registerTool({
          name: 'add_to_cart',
          inputSchema: {
            type: 'object',
            properties: { items: { type: 'array', items: { type: 'string' } } },
            required: ['items'],
          },
          execute: ({ items }) => ({
            items,
            sums: [1, [2.5]],
            at: new Date(0),
            of: { toJSON: () => 7 },
          }),
        });
      });
      await press(page, 'start');
      await until(page, 'streaming');
      await line.do({
        frames: [
          {
            toolCall: {
              functionCalls: [{ id: 'f1', name: 'add_to_cart', args: { items: ['tea'] } }],
            },
          },
        ],
      });
      await line.waitFor({ written: 1, samples: INPUT_RATE });
      await page.$eval('live-call', (call) => call.sendText('One "more"'));
      await line.do({ say: 0.3 });
      await page.waitForFunction(
        () => (document.querySelector('live-call')?.ledger.playback.played ?? 0) > 0,
        { polling: 10 },
      );
      await line.waitFor({ written: 2 });
      assert.match(await card(page), /\bEnd\b/);
      const { ledger } = await hangUp(page);
      const { connections, totals } = await line.waitFor({ closed: 1 });
      const [{ setup, written, protocolErrors } = assert.fail('no connection')] = connections;
      assert.deepEqual(setup?.['tools'], [
        { googleSearch: {} },
        {
          functionDeclarations: [
            {
              name: 'add_to_cart',
              parametersJsonSchema: {
                type: 'object',
                properties: { items: { type: 'array', items: { type: 'string' } } },
                required: ['items'],
              },
            },
          ],
        },
      ]);
      assert.deepEqual(
        written.map(({ samples: _, ...message }) => message),
        [
          {
            toolResponse: {
              functionResponses: [
                {
                  id: 'f1',
                  name: 'add_to_cart',
                  response: {
                    output: {
                      items: ['tea'],
                      sums: [1, [2.5]],
                      at: '1970-01-01T00:00:00.000Z',
                      of: 7,
                    },
                  },
                },
              ],
            },
          },
          { text: 'One "more"' },
        ],
      );
      assert.deepEqual(protocolErrors, []);
      const { captured, sent, dropped } = ledger;
      assert.deepEqual({ captured, dropped }, { captured: sent, dropped: 0 });
      assert.equal(totals.samples, sent);
      assert.equal(connections.length, 1);
      assert.deepEqual(await live(page), nothingLive);
      assert.equal((await page.evaluate(() => globalThis.told)).at(-1), 'callend');
      assert.deepEqual(faults, []);
    });
  }

  it('has frozen all intrinsics, as SES does, names its failure as ever (H9)', async () => {
    const line = await openLine({ tokens: { status: 404 } });
    const url = site.page(`
      <script src="/live-call.min.js"></script>
      <live-call base-url="${line.baseUrl}" token-url="${line.tokenUrl}"></live-call>`);
    const { page } = await visit(
      browser,
      url,
      pages['has frozen all intrinsics, as SES does (H9)'],
    );
    assert.equal((await failure(page)).code, 'token-not-found');
    const name = await page.$eval('live-call', ({ error }) => error?.name);
    assert.equal(name, 'CallError');
  });
});

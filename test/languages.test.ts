import { expect } from '@open-wc/testing';
import type { LiveCall } from '../src/element.js';
import { registerStrings } from '../src/index.js';
import { langOf } from '../src/ui/localize.js';
import { callOn, reaches, until } from './helpers/call.js';
import { withSilence } from './helpers/signal-microphone.js';

const root = document.documentElement;

const card = (call: LiveCall) => call.shadowRoot?.querySelector<HTMLElement>('[part~=card]');
const start = (call: LiveCall) =>
  call.shadowRoot?.querySelector('[part~=start]')?.textContent?.trim() ?? '';

/** The call on a piece of page, once it is drawn. */
async function shown(html: string): Promise<LiveCall> {
  const place = document.createElement('div');
  place.innerHTML = html;
  document.body.append(place);
  const call = place.querySelector('live-call')!;
  await call.updateComplete;
  return call;
}

/** Runs `test` in a browser that prefers these languages. */
async function preferring(languages: readonly string[], test: () => Promise<void>): Promise<void> {
  Object.defineProperty(navigator, 'languages', { configurable: true, get: () => languages });
  try {
    await test();
  } finally {
    Reflect.deleteProperty(navigator, 'languages');
  }
}

describe('the language of a card', () => {
  before(() => {
    registerStrings('sv', { start: 'Ring', label: 'Samtal', agent: 'assistenten' });
    registerStrings('sv-FI', { start: 'Ring upp' });
    registerStrings('he', { start: 'התקשר' });
    registerStrings('pt-BR', { start: 'Ligar' });
    registerStrings('zh-Hans', { start: '呼叫' });
    registerStrings('zh-Hant-HK', { start: '致電' });
  });
  afterEach(() => {
    root.lang = 'en';
    document.body.replaceChildren();
  });

  for (const [lang, words] of [
    ['sv', 'Ring'],
    ['SV', 'Ring'],
    ['sv-SE', 'Ring'],
    ['sv_SE', 'Ring'],
    ['sv-Latn-AX', 'Ring'],
    ['sv-FI', 'Ring upp'],
    ['pt', 'Ligar'],
    ['pt-PT', 'Ligar'],
    ['zh', '呼叫'],
    ['zh-CN', '呼叫'],
    ['zh-TW', '致電'],
    ['zh-Hant', '致電'],
    ['zh-Latn', 'Start call'],
    ['iw-IL', 'התקשר'],
    ['en-GB', 'Start call'],
    ['tlh', 'Start call'],
    ['x y', 'Start call'],
    ['', 'Start call'],
    ['{{ locale }}', 'Start call'],
    ['x-private', 'Start call'],
    ['--', 'Start call'],
  ] as const) {
    it(`reads ${words} for lang="${lang}"`, async () => {
      expect(start(await shown(`<live-call lang="${lang}"></live-call>`))).to.equal(words);
    });
  }

  it('is that of the nearest ancestor with a lang', async () => {
    const call = await shown('<div lang="he"><p lang="sv"><live-call></live-call></p></div>');
    expect(start(call)).to.equal('Ring');
    expect(langOf(call)).to.equal('sv');
  });

  it('is that of the page where the nearest lang is none, and not that of a farther one', async () => {
    const call = await shown('<div lang="sv"><live-call lang=""></live-call></div>');
    expect(start(call)).to.equal('Start call');
  });

  for (const mode of ['open', 'closed'] as const) {
    it(`is that around the host of an ${mode} shadow root, as soon as it changes`, async () => {
      const host = document.createElement('div');
      const section = document.createElement('section');
      section.lang = 'he';
      section.append(host);
      document.body.append(section);
      const shadow = host.attachShadow({ mode });
      const call = document.createElement('live-call');
      const inner = document.createElement('div');
      inner.append(call);
      shadow.append(inner);
      await call.updateComplete;
      expect(start(call)).to.equal('התקשר');
      section.lang = 'sv';
      await until(() => start(call) === 'Ring');
      inner.lang = 'pt';
      await until(() => start(call) === 'Ligar');
    });
  }

  it('is that around the slot in which the call lies', async () => {
    const host = document.createElement('div');
    const call = document.createElement('live-call');
    host.append(call);
    document.body.append(host);
    host.attachShadow({ mode: 'open' }).innerHTML = '<main lang="sv"><slot></slot></main>';
    await call.updateComplete;
    expect(start(call)).to.equal('Ring');
    host.shadowRoot!.querySelector('main')!.lang = 'he';
    await until(() => start(call) === 'התקשר');
  });

  it('follows the page while it is open, and back to English', async () => {
    const call = await shown('<live-call></live-call>');
    root.lang = 'sv';
    await until(() => start(call) === 'Ring');
    expect(card(call)?.lang).to.equal('sv');
    expect(card(call)?.getAttribute('aria-label')).to.equal('Samtal');
    root.lang = 'tlh';
    await until(() => start(call) === 'Start call');
    expect(card(call)?.lang).to.equal('en');
  });

  it('follows a call to another place', async () => {
    const call = await shown('<div lang="sv"><live-call></live-call></div><i lang="he"></i>');
    document.querySelector('i')?.append(call);
    await until(() => start(call) === 'התקשר');
    call.remove();
    root.lang = 'sv';
    document.body.append(call);
    await until(() => start(call) === 'Ring');
  });

  it('changes in the middle of a call, which goes on', async () => {
    const { call, line } = await callOn();
    await withSilence(() => call.start());
    await reaches(call, 'streaming');
    registerStrings('sv', { end: 'Lägg på' });
    call.lang = 'sv';
    const end = () => call.shadowRoot?.querySelector('[part~=end]')?.textContent ?? '';
    await until(() => end().includes('Lägg på'));
    expect(call.state).to.equal('streaming');
    await call.stop();
    call.remove();
    await line.close();
  });

  it('is the first of the browser for which there are words where no page tells', async () => {
    root.removeAttribute('lang');
    await preferring(['tlh', 'sv-FI', 'he'], async () => {
      expect(start(await shown('<live-call></live-call>'))).to.equal('Ring upp');
    });
    await preferring([], async () => {
      expect(start(await shown('<live-call></live-call>'))).to.equal('Start call');
    });
  });

  it('is English on a page in a language without words, whatever the browser prefers', async () => {
    await preferring(['sv'], async () => {
      const call = await shown('<live-call lang="tlh"></live-call>');
      expect(start(call)).to.equal('Start call');
      expect(card(call)?.lang).to.equal('en');
    });
  });

  it('is English in a browser that knows no locales', async () => {
    const { Locale } = Intl;
    Reflect.deleteProperty(Intl, 'Locale');
    try {
      expect(start(await shown('<live-call lang="sv"></live-call>'))).to.equal('Start call');
    } finally {
      Object.assign(Intl, { Locale });
    }
  });

  it('stands on the card with its direction, also where English stands in on a page that runs the other way', async () => {
    const hebrew = card(await shown('<live-call lang="he"></live-call>'));
    expect(hebrew?.lang).to.equal('he');
    expect(getComputedStyle(hebrew!).direction).to.equal('rtl');
    const english = card(await shown('<div lang="fa" dir="rtl"><live-call></live-call></div>'));
    expect(english?.lang).to.equal('en');
    expect(getComputedStyle(english!).direction).to.equal('ltr');
  });

  it('is watched by one observer, and by none once the last call is gone', async () => {
    const { observe, disconnect } = MutationObserver.prototype;
    const watching = new Set<MutationObserver>();
    MutationObserver.prototype.observe = function (target, options) {
      if (options?.attributeFilter?.includes('lang')) watching.add(this);
      observe.call(this, target, options);
    };
    MutationObserver.prototype.disconnect = function () {
      watching.delete(this);
      disconnect.call(this);
    };
    try {
      await shown('<live-call></live-call>');
      await shown('<live-call></live-call>');
      expect(watching.size).to.equal(1);
      document.body.firstElementChild?.remove();
      expect(watching.size).to.equal(1);
      document.body.replaceChildren();
      expect(watching.size).to.equal(0);
    } finally {
      Object.assign(MutationObserver.prototype, { observe, disconnect });
    }
  });
});

describe('a table that a page registers', () => {
  afterEach(() => document.body.replaceChildren());

  it('draws the cards that are there anew, and English completes it', async () => {
    const call = await shown('<live-call lang="da" mic-muted></live-call>');
    expect(start(call)).to.equal('Start call');
    registerStrings('da', { start: 'Ring op' });
    await until(() => start(call) === 'Ring op');
    expect(card(call)?.getAttribute('aria-label')).to.equal('Voice call with the AI');
    expect(card(call)?.lang).to.equal('da');
    registerStrings('da', { label: 'Opkald' });
    await until(() => card(call)?.getAttribute('aria-label') === 'Opkald');
    expect(start(call)).to.equal('Ring op');
  });

  it('may come as the file of a language does, by the symbol', async () => {
    const page = globalThis as unknown as Record<symbol, unknown[]>;
    page[Symbol.for('live-call.words')]?.push({ lang: 'nb', start: 'Ring nå' });
    expect(start(await shown('<live-call lang="nb-NO"></live-call>'))).to.equal('Ring nå');
  });

  it('changes English words as well', async () => {
    const call = await shown('<live-call></live-call>');
    registerStrings('en-GB', { start: 'Ring us' });
    call.lang = 'en-GB';
    await until(() => start(call) === 'Ring us');
    call.lang = 'en-US';
    await until(() => start(call) === 'Start call');
  });

  for (const [name, lang, table] of [
    ['a tag that is none', 'x y', { start: '1' }],
    ['nothing', 'is', undefined],
    ['a text', 'is', 'start'],
    ['words that are none', 'is', { start: { text: 'x' }, label: 5, errors: 'x', notice: null }],
    ['a language of its own inside', 'is', { lang: 'x y', dir: 7 }],
  ] as const) {
    it(`that is ${name} changes nothing`, async () => {
      registerStrings(lang, table as never);
      const call = await shown('<live-call lang="is"></live-call>');
      expect(start(call)).to.equal('Start call');
      expect(card(call)?.getAttribute('aria-label')).to.equal('Voice call with the AI');
    });
  }
});

describe('the strings of a call', () => {
  afterEach(() => document.body.replaceChildren());

  it('win over every table, deep inside as well, and can go again', async () => {
    registerStrings('fi', { start: 'Soita', label: 'Puhelu' });
    const call = await shown('<live-call lang="fi"></live-call>');
    call.strings = { start: 'Kysy', errors: { 'token-missing': { text: 'Ei nyt.' } } };
    await call.updateComplete;
    expect(start(call)).to.equal('Kysy');
    expect(card(call)?.getAttribute('aria-label')).to.equal('Puhelu');
    call.allowAutostart = true;
    await call.start().catch(() => {});
    await call.updateComplete;
    expect(call.shadowRoot?.textContent).to.include('Ei nyt.').and.to.include('Try another way');
    call.strings = undefined;
    await call.updateComplete;
    expect(call.shadowRoot?.textContent).to.include('Calls do not work here now.');
  });

  it('are JSON in the attribute, of which nothing counts but texts', async () => {
    const call = await shown('<live-call></live-call>');
    call.setAttribute('strings', '{"start":"Ask us","label":{"a":1},"nobody":"x","errors":[]}');
    await call.updateComplete;
    expect(start(call)).to.equal('Ask us');
    expect(card(call)?.getAttribute('aria-label')).to.equal('Voice call with the AI');
    call.removeAttribute('strings');
    await call.updateComplete;
    expect(start(call)).to.equal('Start call');
  });

  for (const text of [
    '{start:"x"}',
    'true',
    '"start"',
    '[1]',
    '0',
    'null',
    '',
    '{"__proto__":1}',
  ]) {
    it(`leave the words as they are where the attribute is ${text || 'empty'}`, async () => {
      const { warn } = console;
      console.warn = () => {};
      const call = await shown(`<live-call strings='${text}'></live-call>`);
      console.warn = warn;
      expect(start(call)).to.equal('Start call');
    });
  }

  it('are warned of on the console where the attribute is no JSON', async () => {
    const { warn } = console;
    const lines: unknown[] = [];
    console.warn = (line: unknown) => void lines.push(line);
    await shown(`<live-call strings="{start:'x'}"></live-call>`);
    console.warn = warn;
    expect(lines).to.deep.equal([`live-call: {start:'x'} is no JSON.`]);
  });

  it('are text and never markup', async () => {
    const markup = '<img src=x onerror="globalThis.__hacked__ = true"><script></script>"\'';
    const call = await shown('<live-call></live-call>');
    call.strings = { start: markup, label: markup, notice: markup, lang: markup, dir: markup };
    await call.updateComplete;
    expect(start(call)).to.equal(markup);
    expect(card(call)?.getAttribute('aria-label')).to.equal(markup);
    expect(card(call)?.lang).to.equal('en');
    expect(call.shadowRoot?.querySelector('img, script')).to.equal(null);
    expect('__hacked__' in globalThis).to.equal(false);
  });

  for (const value of ['start', 5, true, null, [], () => 'x', Symbol('x')]) {
    it(`leave the words as they are where they are ${String(value) || 'a list'}`, async () => {
      const call = await shown('<live-call></live-call>');
      call.strings = value as never;
      await call.updateComplete;
      expect(start(call)).to.equal('Start call');
    });
  }

  for (const [agentName, label, words] of [
    ['Robin', 'Ask {name}.', 'Ask Robin.'],
    ['Robin', '{name} hears {name}', 'Robin hears Robin'],
    ['iBot', '{name} hears', 'iBot hears'],
    [undefined, 'Ask {name}.', 'Ask the AI.'],
    [undefined, '{name} hears', 'The AI hears'],
    ['  ', '{name} hears', 'The AI hears'],
    [7, '{name} hears', '7 hears'],
    ['$& {name}', 'Ask {name}.', 'Ask $& {name}.'],
    ['روبن', 'Ask {name}.', 'Ask \u2068روبن\u2069.'],
    ['Robin', 'پوچھیں {name}', 'پوچھیں \u2068Robin\u2069'],
    ['روبن', 'پوچھیں {name}', 'پوچھیں روبن'],
    ['Robin', 'in {minutes} min, {x y}', 'in {minutes} min, {x y}'],
  ] as const) {
    it(`say "${words}" about ${agentName ?? 'nobody'} for "${label}"`, async () => {
      const call = await shown('<live-call></live-call>');
      call.strings = { label, agent: 'the AI' };
      Object.assign(call, { agentName });
      await call.updateComplete;
      expect(card(call)?.getAttribute('aria-label')).to.equal(words);
    });
  }
});

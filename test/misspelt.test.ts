import { expect } from '@open-wc/testing';
import '../src/index.js';
import { misspelt } from '../src/misspelt.js';

const known = ['token-url', 'max-hold', 'mic-muted', 'muted', 'variant'];

describe('the attributes of a call', () => {
  for (const name of ['tokenurl', 'token_url', 'data-token-url', 'data-tokenurl', ':token-url']) {
    it(`named ${name} are taken for token-url (J7)`, () => {
      expect(misspelt(['id', name, 'variant'], known)).to.deep.equal([[name, 'token-url']]);
    });
  }

  for (const name of [
    'token-url',
    'token',
    'url',
    'tokens-url',
    'data-id',
    'data-turbo',
    'mutedx',
  ]) {
    it(`named ${name} are the business of the page (J7)`, () => {
      expect(misspelt([name, 'class', 'onclick'], known)).to.deep.equal([]);
    });
  }

  it('that stand beside the right one are the business of the page (J7)', () => {
    expect(misspelt(['variant', 'data-variant'], known)).to.deep.equal([]);
  });

  it('are warned of once a page and name, with the right one (J7)', async () => {
    const { warn } = console;
    const lines: unknown[][] = [];
    console.warn = (...line: unknown[]) => void lines.push(line);
    try {
      document.body.insertAdjacentHTML(
        'beforeend',
        `<live-call tokenurl="/a" max_hold="1" maxhold="1" aria-label="Call"></live-call>
        <live-call tokenurl="/b" token-url="/b" data-mic-muted></live-call>
        <live-call tokenurl="/b" worklet-url="/w" class="muted"></live-call>`,
      );
      const calls = [...document.querySelectorAll('live-call')];
      await Promise.all(calls.map((call) => call.updateComplete));
      for (const call of calls) call.remove();
    } finally {
      console.warn = warn;
    }
    expect(lines).to.deep.equal(
      [
        ['tokenurl', 'token-url'],
        ['max_hold', 'max-hold'],
        ['maxhold', 'max-hold'],
        ['data-mic-muted', 'mic-muted'],
      ].map(([name, right]) => [`live-call: the attribute ${name} is not read; write ${right}.`]),
    );
  });
});

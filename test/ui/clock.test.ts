import { expect } from '@open-wc/testing';
import { clock } from '../../src/ui/clock.js';

describe('the time of a call', () => {
  for (const [seconds, lang, text] of [
    [0, 'en', '0:00'],
    [9.99, 'en', '0:09'],
    [102, 'en', '1:42'],
    [3599.9, 'en', '59:59'],
    [3607, 'de', '1:00:07'],
    [36_000, 'fr', '10:00:00'],
    [102, 'ar-EG', '١:٤٢'],
    [3607, 'fa', '۱:۰۰:۰۷'],
    [102, 'ar-MA', '1:42'],
    [102, 'hi', '1:42'],
  ] as const) {
    it(`of ${seconds} s is ${text} in ${lang}`, () => {
      expect(clock(seconds, lang)).to.equal(text);
    });
  }
});

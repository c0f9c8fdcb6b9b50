import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import {
  decodeBase64,
  decodeByString,
  encodeBase64,
  encodeByString,
} from '../../src/platform/base64.js';

const bytes = fc.uint8Array({ maxLength: 2000 });

describe('base64', () => {
  it('gives back every byte it was given', () => {
    fc.assert(
      fc.property(bytes, (data) => {
        expect([...decodeBase64(encodeBase64(data))]).to.deep.equal([...data]);
        expect([...decodeByString(encodeByString(data))]).to.deep.equal([...data]);
      }),
    );
  });

  it('writes the same with and without the native encoder', () => {
    fc.assert(
      fc.property(bytes, (data) => {
        expect(encodeByString(data)).to.equal(encodeBase64(data));
      }),
    );
  });

  it('reads and refuses the same with and without the native decoder (F4)', () => {
    const attempt = (decode: (text: string) => Uint8Array, text: string) => {
      try {
        return [...decode(text)];
      } catch {
        return 'refused';
      }
    };
    const character = fc.constantFrom(...'AZaz09+/=-_@ \n');
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 12 }), (text) => {
        expect(attempt(decodeByString, text)).to.deep.equal(attempt(decodeBase64, text));
      }),
      { numRuns: 2000 },
    );
  });

  for (const corrupt of ['@@@@', 'AAAAA', 'A', '-_-_', 'AA=A']) {
    it(`refuses ${corrupt} (F4)`, () => {
      expect(() => decodeBase64(corrupt)).to.throw();
      expect(() => decodeByString(corrupt)).to.throw();
    });
  }
});

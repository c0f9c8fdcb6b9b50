import { expect } from '@open-wc/testing';
import { redact } from '../../src/platform/redact.js';

describe('redact', () => {
  const secrets = [
    'auth_tokens/ab-cd.ef~gh',
    'auth_tokens/short',
    'auth_tokens%2Fshort',
    'AQ.short',
    'ya29.a0Af_x',
    'ek_short',
    'eyJhbGci.eyJzdWIi.c2ln',
    'AIzaSyA-1234567',
    'sk_live_0123456789abcdef0123456789abcdef',
    '0123456789abcdef0123456789ABCDEF',
  ];
  for (const secret of secrets) {
    it(`takes out ${secret} (K4)`, () => {
      expect(redact(`"${secret}" is bad, ${secret}`)).to.equal('"…" is bad, …');
    });
  }

  for (const before of ['key=', 'access_token=', 'Bearer ']) {
    it(`takes out the value after ${before} (K4)`, () => {
      expect(redact(`wss://a.example/?${before}short is bad`)).to.equal(
        `wss://a.example/?${before}… is bad`,
      );
    });
  }

  it('takes out the secret that it is told (K4)', () => {
    expect(redact('"open sesame" is bad', 'open sesame')).to.equal('"…" is bad');
    expect(redact('fine', '')).to.equal('fine');
  });

  for (const text of [
    '1008: generativelanguage.googleapis.com does not know models/gemini-3.8-live',
    '1008: Token has expired. API key not valid',
  ]) {
    it(`keeps "${text}", which helps`, () => {
      expect(redact(text)).to.equal(text);
    });
  }

  it('cuts off after 200 characters', () => {
    expect(redact('a b '.repeat(1000))).to.have.length(200);
  });
});

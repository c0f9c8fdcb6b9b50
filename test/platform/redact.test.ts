import { expect } from '@open-wc/testing';
import { redact } from '../../src/platform/redact.js';

describe('the detail of an error', () => {
  const secrets = [
    'auth_tokens/ab-cd.ef~gh',
    'auth_tokens/short',
    'AIzaSyA-1234567',
    'sk_live_0123456789abcdef0123456789abcdef',
    '0123456789abcdef0123456789ABCDEF',
  ];
  for (const secret of secrets) {
    it(`does not show ${secret} (H13)`, () => {
      expect(redact(`"${secret}" is bad, ${secret}`)).to.equal('"…" is bad, …');
    });
  }

  it('keeps everything else', () => {
    const text = '1008: generativelanguage.googleapis.com does not know models/gemini-3.8-live';
    expect(redact(text)).to.equal(text);
  });

  it('is short', () => {
    expect(redact('a b '.repeat(1000))).to.have.length(200);
  });
});

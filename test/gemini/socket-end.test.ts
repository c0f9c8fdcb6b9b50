import { expect } from '@open-wc/testing';
import { endError } from '../../src/gemini/socket-end.js';

const end = (code: number, reason = '', blocked?: string) => ({ code, reason, blocked });

describe('the end of a socket', () => {
  const codes = {
    1007: ['session-invalid', 'session-invalid'],
    1008: ['session-refused', 'session-refused'],
    1011: ['session-failed', 'session-failed'],
    1013: ['session-failed', 'session-failed'],
    1000: ['connect-refused', 'session-lost'],
    1006: ['connect-refused', 'session-lost'],
    4000: ['connect-refused', 'session-lost'],
  } as const;
  for (const [code, [before, after]] of Object.entries(codes)) {
    it(`is ${before} before the session is open and ${after} after, with code ${code} (D3)`, () => {
      expect(endError(end(Number(code)), false)).to.include({ code: before, detail: code });
      expect(endError(end(Number(code)), true)).to.include({ code: after, detail: code });
    });
  }

  it('gives the reason without anything secret', () => {
    const error = endError(end(1008, 'no such token: auth_tokens/abc'), true);
    expect(error.detail).to.equal('1008: no such token: …');
  });

  it('is connect-blocked, whatever the code, when the page forbade the connection (D5)', () => {
    const error = endError(end(1011, 'x', 'wss://live.example'), true);
    const detail = 'connect-src does not allow wss://live.example';
    expect(error).to.include({ code: 'connect-blocked', detail });
  });
});

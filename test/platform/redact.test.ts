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
    'auth_tokens%252Fshort',
    'eyJ.e.x',
    'Zm9vYmFy+MTIzNDU2/Nzg5MGFi',
    'aGVsbG8gd29ybGQhIDEyMzQ1Njc4OTA=',
    'q2Vb8Kx/Tz41mNcR9sLw7Yh3/PdEfGu6',
    'AIzaSyA-1234567',
    'sk_live_0123456789abcdef0123456789abcdef',
    '0123456789abcdef0123456789ABCDEF',
  ];
  for (const secret of secrets) {
    it(`takes out ${secret} (K4)`, () => {
      expect(redact(`"${secret}" is bad, ${secret}`)).to.equal('"…" is bad, …');
    });
  }

  const names = [
    'key=',
    'KEY=',
    'access_token=',
    'access_token%3D',
    'api_key: ',
    'x-goog-api-key:',
  ];
  for (const before of [...names, 'Bearer ', 'bearer%20', 'authorization: Basic ', 'secret=']) {
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

  it('takes out what JSON, a query and a header name as one (K4)', () => {
    expect(redact('{"access_token":"short","id":7}')).to.equal('{"access_token":"…","id":7}');
    expect(redact("{ 'key' : 1, 'token': 'short' }")).to.include("'token': '…'");
    expect(redact('/token?key=short&model=x')).to.equal('/token?key=…&model=x');
    expect(redact('HTTP 401, Authorization: Bearer short; retry')).to.equal(
      'HTTP 401, Authorization: Bearer …; retry',
    );
  });

  it('takes as long as the text is, whatever is in it (K4)', () => {
    for (const piece of ['a', 'eyJ', 'key', 'aB3/', 'token: ', 'auth_tokens%25', '+=', 'Bearer ']) {
      expect(redact(piece.repeat(200_000)).length).to.be.at.most(200);
    }
  });

  for (const text of [
    'https://www.example.com/assets/2026/Live/call/worklet/live-call.worklet.js?v=12',
    'https://www.example.com/search?q=free+tables+for+two+people',
    'projects/my-project/locations/us-central1/publishers/google',
    'NotAllowedError: Permission denied by system',
    'the monkey is a key animal, with a token gesture',
    'the answer is not JSON of the form {"token": …}',
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

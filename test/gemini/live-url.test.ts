import { expect } from '@open-wc/testing';
import { CallError } from '../../src/call/errors.js';
import { API_VERSION, BASE_URL } from '../../src/gemini/endpoint.js';
import { liveUrl } from '../../src/gemini/live-url.js';

const path =
  '/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContentConstrained';
const query = '?access_token=auth_tokens/abc';
const urlOf = (baseUrl: string) => liveUrl(baseUrl, API_VERSION, 'auth_tokens/abc');

describe('liveUrl', () => {
  const accepted = {
    [BASE_URL]: 'wss://generativelanguage.googleapis.com',
    'http://127.0.0.1:8080': 'ws://127.0.0.1:8080',
    'http://127.0.0.1:8080/': 'ws://127.0.0.1:8080',
    'ws://localhost:9': 'ws://localhost:9',
    'wss://eu.example.com//': 'wss://eu.example.com',
    'https://proxy.example.com/live/v': 'wss://proxy.example.com/live/v',
    'https://proxy.example.com/live/v//': 'wss://proxy.example.com/live/v',
  };
  for (const [baseUrl, origin] of Object.entries(accepted)) {
    it(`makes ${origin}/ws/… of ${baseUrl}`, () => {
      expect(urlOf(baseUrl)).to.equal(origin + path + query);
    });
  }

  const refused = [
    'ftp://example.com',
    'javascript:alert(1)',
    'generativelanguage.googleapis.com',
    '/relative',
    'https://example.com?key=1',
    'https://example.com/#top',
    'https://example.com?',
    'https://user:secret@example.com',
  ];
  for (const baseUrl of refused) {
    it(`refuses ${baseUrl} for a base URL`, () => {
      expect(() => urlOf(baseUrl))
        .to.throw(CallError)
        .that.includes({ code: 'session-invalid' });
    });
  }

  it('escapes whatever a token might hold', () => {
    const url = liveUrl(BASE_URL, 'v1alpha', 'auth_tokens/a&b=c#d');
    expect(url).to.match(/v1alpha.*\?access_token=auth_tokens\/a%26b%3Dc%23d$/);
    expect(new URL(url).searchParams.get('access_token')).to.equal('auth_tokens/a&b=c#d');
  });

  it('refuses an API version that would change the path', () => {
    expect(() => liveUrl(BASE_URL, '../v1', 'auth_tokens/abc')).to.throw(CallError);
  });
});

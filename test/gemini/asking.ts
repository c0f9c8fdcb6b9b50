import { expect } from '@open-wc/testing';
import { CallError } from '../../src/call/errors.js';
import { fetchToken, type TokenSource } from '../../src/gemini/token.js';

export const token = 'auth_tokens/0123456789abcdef0123456789abcdef';
export const key = 'AIzaSyA-1234567890abcdefghijklmnopqrstu';
const nativeFetch = globalThis.fetch;
/** A signal that never aborts. */
export const never = new AbortController().signal;

/** Answers the next request; returns what was asked. */
export function answerWith(respond: (request: Request) => Response | Promise<Response>) {
  const asked: Request[] = [];
  globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    asked.push(request);
    return respond(request);
  };
  return asked;
}

/** The error of asking for a token; fails itself when there is none. */
export async function failure(source: TokenSource, signal = never): Promise<CallError> {
  try {
    await fetchToken(source, signal);
  } catch (error) {
    expect(error).to.be.instanceOf(CallError);
    return error as CallError;
  }
  throw new Error('a token was given');
}

/** Everything of an error that could reach a log or a screen. */
export const visible = (error: CallError) =>
  JSON.stringify([error.message, error.detail, error.stack, String(error.cause)]);

export const source = { tokenUrl: '/token' };

export function restoreFetch() {
  globalThis.fetch = nativeFetch;
}

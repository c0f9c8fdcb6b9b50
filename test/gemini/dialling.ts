import { createOpenSession, type SessionOptions } from '../../src/gemini/open-session.js';
import { fetchToken, type TokenSource } from '../../src/gemini/token.js';

/** Opens sessions by these settings, with tokens by them, too. */
export const dialling = (options: SessionOptions & TokenSource) =>
  createOpenSession(options, (signal, handle) => fetchToken(options, signal, handle));

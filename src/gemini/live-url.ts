import { CallError } from '../call/errors.js';
import { parseUrl } from '../platform/parse-url.js';

const socketProtocols: Readonly<Record<string, string>> = {
  'http:': 'ws:',
  'https:': 'wss:',
  'ws:': 'ws:',
  'wss:': 'wss:',
};

/**
 * Address of a session that opens with an ephemeral token (`auth_tokens/…`): these go to a method of
 * their own, https://ai.google.dev/gemini-api/docs/ephemeral-tokens. It keeps a path in `baseUrl`, since
 * a proxy needs it.
 * @throws CallError `session-invalid` when `baseUrl` or `apiVersion` cannot be used.
 */
export function liveUrl(baseUrl: string, apiVersion: string, token: string): string {
  const base = parseUrl(baseUrl);
  const protocol = base && socketProtocols[base.protocol];
  if (!base || !protocol) refuse('base-url must be an http, https, ws or wss URL');
  if (/[?#]/.test(baseUrl)) refuse('base-url must have no query and no fragment');
  if (base.username || base.password) refuse('base-url must hold no credentials');
  if (!/^[a-z0-9]+$/i.test(apiVersion)) refuse('the API version must look like v1beta');
  const prefix = base.pathname.replace(/\/+$/, '');
  const service = `google.ai.generativelanguage.${apiVersion}.GenerativeService`;
  const credential = encodeURIComponent(token).replace('%2F', '/');
  return `${protocol}//${base.host}${prefix}/ws/${service}.BidiGenerateContentConstrained?access_token=${credential}`;
}

function refuse(detail: string): never {
  throw new CallError('session-invalid', { detail });
}

import { CallError } from '../call/errors.js';

/** Google's own endpoint of the Live API. */
export const LIVE_BASE_URL = 'https://generativelanguage.googleapis.com';

/**
 * The Live API's protocol is published in `v1beta` and `v1alpha` only, while the SDK's own default
 * is `v1`.
 */
export const LIVE_API_VERSION = 'v1beta';

const socketProtocols: Readonly<Record<string, string>> = {
  'http:': 'ws:',
  'https:': 'wss:',
  'ws:': 'ws:',
  'wss:': 'wss:',
};

/**
 * Address of a session that is opened with an ephemeral token (`auth_tokens/…`). A path in `baseUrl`
 * is kept, as a proxy needs it.
 * @throws CallError `session-invalid` when `baseUrl` or `apiVersion` cannot be used.
 */
export function liveUrl(baseUrl: string, apiVersion: string, token: string): string {
  const base = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
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

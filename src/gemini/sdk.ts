import { Live, type Session as SdkSession } from '@google/genai/web';
import type { SessionConfig } from './setup.js';

export type { SdkSession };

/** The SDK's `Live` hears of its socket by these. */
export interface SdkCallbacks {
  onopen(): void;
  onmessage(event: { readonly data: string }): void;
  onerror(event: { readonly message?: string }): void;
  onclose(event: { readonly code: number; readonly reason: string }): void;
}

/** The SDK's `Live` does this with its socket. */
export interface SdkConnection {
  connect(): void;
  send(data: string): void;
  close(): void;
}

/** A socket that can be put under the SDK's `Live`. */
export interface SdkSocket extends SdkConnection {
  bind(callbacks: SdkCallbacks): SdkConnection;
}

/**
 * `Live` asks its API client no more than this. The socket knows its own address, so the SDK gets no
 * token and has nothing to warn about on the page's console.
 */
const apiClient = {
  isVertexAI: () => false,
  getWebsocketBaseUrl: () => '',
  getApiVersion: () => '',
  getHeaders: () => ({}),
  getApiKey: () => '',
};

const auth = { addAuthHeaders: () => Promise.resolve() };

type LiveArguments = ConstructorParameters<typeof Live>;

/**
 * Opens a session over `socket`; resolves after `setupComplete`. `Live` alone is a fifth of the size
 * of `GoogleGenAI`. Its constructor wants the SDK's internal client, hence the cast; a contract test
 * holds all of this against the pinned version.
 */
export function connectLive(
  socket: SdkSocket,
  model: string,
  config: SessionConfig,
): Promise<SdkSession> {
  const sockets = {
    create: (_url: string, _headers: unknown, callbacks: SdkCallbacks) => socket.bind(callbacks),
  };
  const live = new Live(apiClient as unknown as LiveArguments[0], auth, sockets);
  const callbacks = { onmessage: () => {} };
  return live.connect({ model, config: config as object, callbacks });
}

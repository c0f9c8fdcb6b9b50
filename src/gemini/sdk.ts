import {
  Live,
  type LiveConnectConfig,
  Modality,
  type Session as SdkSession,
} from '@google/genai/web';

export { type LiveConnectConfig, Modality, type SdkSession };

/** What the SDK's `Live` wants to hear of its socket. */
export interface SdkCallbacks {
  onopen(): void;
  onmessage(event: { readonly data: string }): void;
  onerror(event: { readonly message?: string }): void;
  onclose(event: { readonly code: number; readonly reason: string }): void;
}

/** What the SDK's `Live` does with its socket. */
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
 * All that `Live` asks its API client in @google/genai 3.1.0. The socket knows its own address, so
 * the SDK gets no token and has nothing to warn about on the page's console.
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
  config: LiveConnectConfig,
): Promise<SdkSession> {
  const sockets = {
    create: (_url: string, _headers: unknown, callbacks: SdkCallbacks) => socket.bind(callbacks),
  };
  const live = new Live(apiClient as unknown as LiveArguments[0], auth, sockets);
  return live.connect({ model, config, callbacks: { onmessage: () => {} } });
}

/** An answer to an HTTP request. */
export interface Answer {
  readonly status: number;
  /** Bytes and strings go out as they are, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Google's shape of an error. */
export const googleError = (code: number, status: string, message: string): Answer => ({
  status: code,
  body: { error: { code, message, status } },
});

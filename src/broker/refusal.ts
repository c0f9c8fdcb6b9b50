interface RefusalDetails {
  /** Whether the same request can succeed later. */
  readonly retryable?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  /** Why, for the owner of the broker. No page is told. */
  readonly cause?: unknown;
}

/** A request that gets no token. The page is told status, code, retryable and headers, and nothing else. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: string;
  readonly retryable: boolean;
  readonly headers: Readonly<Record<string, string>>;

  /** `status` is the HTTP status of the answer. */
  constructor(status: number, code: string, details: RefusalDetails = {}) {
    super(code, 'cause' in details ? { cause: details.cause } : {});
    this.status = status;
    this.code = code;
    this.retryable = details.retryable ?? false;
    this.headers = details.headers ?? {};
  }

  /** Takes `error` as it is if it is a refusal; turns anything else into `internal`. */
  static of(error: unknown): Refusal {
    if (error instanceof Refusal) return error;
    return new Refusal(500, 'internal', { retryable: true, cause: error });
  }
}

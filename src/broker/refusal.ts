import type { ContentfulStatusCode } from 'hono/utils/http-status';

interface RefusalDetails {
  /** Whether the same request can succeed later. */
  readonly retryable?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that gets no token: all that the page is told. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly retryable: boolean;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: ContentfulStatusCode, code: string, details: RefusalDetails = {}) {
    super(code);
    this.status = status;
    this.code = code;
    this.retryable = details.retryable ?? false;
    this.headers = details.headers ?? {};
  }

  /** `error` if it is a refusal; anything else says no more than that it happened. */
  static of(error: unknown): Refusal {
    return error instanceof Refusal ? error : new Refusal(500, 'internal', { retryable: true });
  }
}

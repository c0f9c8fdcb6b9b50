import { quote } from './quote.js';

interface RefusalDetails {
  /** Cause and cure, for the owner of the broker. No page is told. */
  readonly why: string;
  /** The error below, in its own words. */
  readonly cause?: unknown;
  /** Whether the same request can succeed later, without anybody changing anything. */
  readonly retryable?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that gets no token. The page is told status, code, retryable and headers, and nothing else. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: string;
  readonly retryable: boolean;
  readonly headers: Readonly<Record<string, string>>;

  /** `status` is the HTTP status of the answer. */
  constructor(status: number, code: string, { why, retryable, headers, ...rest }: RefusalDetails) {
    super(why, rest);
    this.status = status;
    this.code = code;
    this.retryable = retryable ?? false;
    this.headers = headers ?? {};
  }

  /** Cause and cure, for the owner of the broker, without `secrets`. */
  why(secrets: readonly string[]): string {
    return 'cause' in this ? `${this.message}: ${quote(this.cause, secrets)}` : this.message;
  }

  /** Takes `error` as it is if it is a refusal; turns anything else into `internal`. */
  static of(error: unknown): Refusal {
    if (error instanceof Refusal) return error;
    return new Refusal(500, 'internal', { retryable: true, why: 'the broker broke', cause: error });
  }
}

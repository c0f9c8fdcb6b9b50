/** Codes with which the broker refuses a token: the HTTP status, and whether the same request can succeed later. */
const refusals = {
  'origin-refused': [403, false],
  'not-authorized': [403, false],
  'authorize-failed': [500, true],
  'key-missing': [500, false],
  'rate-limited': [429, true],
  'budget-spent': [429, true],
  'call-over': [403, false],
  'store-unavailable': [503, true],
  'upstream-busy': [429, true],
  'upstream-failed': [502, false],
  'upstream-timeout': [504, true],
  internal: [500, true],
} satisfies Readonly<Record<string, readonly [status: number, retryable: boolean]>>;

/** A code with which the broker refuses a token. */
export type BrokerCode = keyof typeof refusals;

export const isBrokerCode = (value: unknown): value is BrokerCode =>
  typeof value === 'string' && Object.hasOwn(refusals, value);

/** The refusal as a page gets it. */
export const brokerRefusal = (code: BrokerCode): { status: number; body: object } => {
  const [status, retryable] = refusals[code];
  return { status, body: { code, retryable } };
};

/** The exit codes, part of the public contract. */
export const EXIT = { good: 0, wrong: 1, usage: 2, network: 3 } as const;

/** Whoever called asked for something that is not there; `message` says what, and what is. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

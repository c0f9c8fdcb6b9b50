/** The wishes of `npm run soak` for the tests in this folder. */
interface Soak {
  /** Whatever a test draws at random follows from this number. */
  readonly seed: number;
}

declare global {
  /** Set by the test runner for a long run; not in the ordinary suite. */
  var __soak__: Soak | undefined;
}

const soak = globalThis.__soak__ ?? fromEnvironment();

/** How much of a test is run: a slice in the ordinary suite, all of it in `npm run soak`. */
export function amount<T>(slice: T, whole: T): T {
  return soak ? whole : slice;
}

/** Where the random numbers of this run begin; in the ordinary suite always the same. */
export const seed = soak?.seed ?? 20_261_122;

/** Names the seed in a title, so that whatever the runner prints says how to run it again. */
export const seeded = `(seed ${seed})`;

/** In Node there is no page in which the runner could have put it. */
function fromEnvironment(): Soak | undefined {
  const text = globalThis.process?.env['SOAK'];
  return text ? (JSON.parse(text) as Soak) : undefined;
}

// Module hooks for a test that runs in Node, on code that Stryker has filled with mutants.
const chai = new URL('../../node_modules/@esm-bundle/chai/esm/chai.js', import.meta.url).href;
const alive = process.env.__STRYKER_ACTIVE_MUTANT__;

/** The same chai, without the plugins that need a DOM. */
export function resolve(name, context, next) {
  return next(name === '@open-wc/testing' ? chai : name, context);
}

/**
 * Mutated code asks at every step which mutant is alive, and counts the step: a filter takes a hundred
 * times as long. Here the answer is written into the code, and what a test loads counts as covered.
 */
export async function load(url, context, next) {
  const loaded = await next(url, context);
  const covered = [];
  const source = `${loaded.source}`
    .replace(/stryMutAct_\w+\("(\d+)"\)/g, (_, mutant) => String(mutant === alive))
    .replace(/stryCov_\w+\("[\d", ]+\)/g, (call) => `${covered.push(call)}`);
  return covered.length > 0 ? { ...loaded, source: `${source}\n${covered.join(';')}` } : loaded;
}

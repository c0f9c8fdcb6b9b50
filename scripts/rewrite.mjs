/** A method of several lines, in a file with four blanks a step; it ends with the first brace at its own depth. */
export const method = (name) => new RegExp(`^ {4}${name}\\([^\\n]*\\{\\n.*?^ {4}\\}\\n`, 'ms');

/** Follows rules, each a pattern and what comes in its place. Where a pattern finds nothing, `fail` hears of it. */
export function rewrite(code, rules, fail) {
  return rules.reduce((before, [pattern, instead = '']) => {
    const after = before.replace(pattern, instead);
    if (after === before) fail(`nothing matches ${pattern} any more.`);
    return after;
  }, code);
}

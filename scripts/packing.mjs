// What means the same and packs better.

function* nodesIn(node) {
  if (typeof node !== 'object' || node === null) return;
  if (node.type) yield node;
  for (const child of Object.values(node)) yield* nodesIn(child);
}

/** Writes `text(node)` over the first `length(node)` characters of each node, where the last comes first. */
function write(code, nodes, length, text) {
  return [...nodes]
    .sort((a, b) => b.start - a.start)
    .reduce((rest, node) => {
      const { start } = node;
      return rest.slice(0, start) + text(node) + rest.slice(start + length(node));
    }, code);
}

/**
 * Calls the private fields of every file `#a0`, `#a1` … in the order in which they come. Terser gives each of their
 * names a short one for the whole bundle, so that files with the same few names pack much better.
 */
export const shortPrivateNames = {
  name: 'short-private-names',
  transform(code, id) {
    if (!/build.src/.test(id) || !code.includes('#')) return null;
    const found = [...nodesIn(this.parse(code))].filter(({ type }) => type === 'PrivateIdentifier');
    found.sort((a, b) => a.start - b.start);
    const names = [...new Set(found.map(({ name }) => name))];
    return write(
      code,
      found,
      ({ start, end }) => end - start,
      ({ name }) => `#a${names.indexOf(name)}`,
    );
  },
};

/** A constant is checked when it is compiled; then one keyword is enough. */
export const letForConst = {
  name: 'let-for-const',
  renderChunk(code) {
    const constants = [...nodesIn(this.parse(code))].filter(({ kind }) => kind === 'const');
    return write(
      code,
      constants,
      () => 'const'.length,
      () => 'let',
    );
  },
};

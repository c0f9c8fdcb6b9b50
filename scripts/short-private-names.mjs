function* privateNames(node) {
  if (typeof node !== 'object' || node === null) return;
  if (node.type === 'PrivateIdentifier') yield node;
  for (const child of Object.values(node)) yield* privateNames(child);
}

/**
 * Calls the private fields of every file `#a0`, `#a1` … in the order in which they come. Terser gives each of their
 * names a short one for the whole bundle, so that files with the same few names pack much better.
 */
export const shortPrivateNames = {
  name: 'short-private-names',
  transform(code, id) {
    if (!/build.src/.test(id) || !code.includes('#')) return null;
    const found = [...privateNames(this.parse(code))].sort((a, b) => a.start - b.start);
    const names = [...new Set(found.map(({ name }) => name))];
    return found.reduceRight(
      (rest, { name, start, end }) =>
        `${rest.slice(0, start)}#a${names.indexOf(name)}${rest.slice(end)}`,
      code,
    );
  },
};

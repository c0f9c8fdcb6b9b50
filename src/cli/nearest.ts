/** The name that was probably meant by `given`, if one is near enough. */
export function nearest(given: string, names: readonly string[]): string | undefined {
  const wanted = given.toLowerCase();
  const ranked = names
    .map((name) => ({ name, distance: distance(wanted, name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  const isNear = best && best.distance <= Math.max(1, Math.floor(best.name.length / 3));
  return isNear ? best.name : names.find((name) => wanted.length > 1 && name.startsWith(wanted));
}

/** How many letters are to be added, taken away, changed or swapped: https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance */
function distance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    const at = (line: number, column: number) => rows[line]?.[column] ?? 0;
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(at(i - 1, j) + 1, (row[j - 1] ?? 0) + 1, at(i - 1, j - 1) + change);
      if (isSwap) row[j] = Math.min(row[j] ?? 0, at(i - 2, j - 2) + 1);
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? 0;
}

/** ` Did you mean x?`, or nothing. */
export function didYouMean(
  given: string,
  names: readonly string[],
  write = (name: string) => name,
) {
  const name = nearest(given, names);
  return name === undefined ? '' : `; did you mean ${write(name)}?`;
}

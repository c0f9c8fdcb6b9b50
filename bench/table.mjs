/** A Markdown table whose columns line up; all but the first `words` are numbers, to the right. */
export function table(heads, rows, words = 2) {
  const widths = heads.map((head, i) => Math.max(head.length, ...rows.map((row) => row[i].length)));
  const pad = (text, i) => (i < words ? text.padEnd(widths[i]) : text.padStart(widths[i]));
  const line = (cells) => `| ${cells.map(pad).join(' | ')} |`;
  const rule = widths.map((width, i) =>
    i < words ? '-'.repeat(width) : '-'.repeat(width - 1) + ':',
  );
  return [line(heads), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** Minutes and seconds, and hours where there are any, in the digits of a language: 1:42, 1:00:07. */
export function clock(seconds: number, lang: string): string {
  const parts = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(Math.floor);
  const [first = 0, ...rest] = parts[0] ? parts : parts.slice(1);
  const digits = (minimumIntegerDigits: number) =>
    new Intl.NumberFormat(lang, { minimumIntegerDigits, useGrouping: false });
  return [digits(1).format(first), ...rest.map((part) => digits(2).format(part))].join(':');
}

/** Minutes and seconds, and hours where there are any, in the digits of a language: 1:42, 1:00:07. */
export function clock(seconds: number, lang: string): string {
  const parts = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(Math.floor);
  const shown = parts[0] ? parts : parts.slice(1);
  return shown
    .map((part, i) => part.toLocaleString(lang, { minimumIntegerDigits: i ? 2 : 1 }))
    .join(':');
}

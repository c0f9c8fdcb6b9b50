/** The words of `table`, or those of `others` in their places, each changed; only a text is a word. */
export function compose<T>(table: T, others?: unknown, change = (text: string) => text): T {
  if (typeof table === 'string') return change(typeof others === 'string' ? others : table) as T;
  const entries = Object.entries(table as object).map(([key, words]) => [
    key,
    compose(words as unknown, (others as Record<string, unknown> | undefined)?.[key], change),
  ]);
  return Object.fromEntries(entries) as T;
}

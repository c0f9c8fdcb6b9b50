/** The result of something that a browser may refuse, such as to read its storage; undefined if it does. */
export function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}

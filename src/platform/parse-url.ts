/** The address as a URL; undefined where it is none. Old shims of `URL` know no `canParse`. */
export function parseUrl(address: string): URL | undefined {
  try {
    return new URL(address);
  } catch {
    return undefined;
  }
}

/** The origins whose pages may call: a list, or a function that judges one (`https://www.example.com`). */
export type AllowedOrigins = readonly string[] | ((origin: string) => boolean);

/**
 * Refuses entries of a list that could never match, or match too much.
 * @throws TypeError naming the entry.
 */
export function checkOrigins(origins: AllowedOrigins = []): void {
  if (typeof origins === 'function') return;
  for (const origin of origins) {
    const isOrigin = URL.canParse(origin) && new URL(origin).origin === origin;
    if (isOrigin && !origin.includes('*')) continue;
    throw new TypeError(`createBroker: ${origin} is no origin such as https://www.example.com`);
  }
}

/**
 * Whether the page that sent `request` may have a token. Browsers send `Origin` with every POST and let
 * no script change it (https://fetch.spec.whatwg.org/#forbidden-request-header); `Sec-Fetch-Site`
 * (https://www.w3.org/TR/fetch-metadata/), where they send it, has to agree.
 */
export function isAllowedOrigin(request: Request, allowed?: AllowedOrigins): boolean {
  const origin = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  if (!origin) return false;
  if (!allowed) {
    return origin === new URL(request.url).origin && (site === null || site === 'same-origin');
  }
  // The address bar, a bookmark or a program asks, not a page.
  if (site === 'none') return false;
  const verdict: unknown =
    typeof allowed === 'function' ? allowed(origin) : allowed.includes(origin);
  return verdict === true;
}

type Origins = readonly string[] | ((origin: string) => boolean) | undefined;

/**
 * Refuses allowlist entries that could never match, or match too much.
 * @throws TypeError naming the entry.
 */
export function checkOrigins(origins: Origins): void {
  if (typeof origins === 'function') return;
  for (const origin of origins ?? []) {
    const isOrigin = URL.canParse(origin) && new URL(origin).origin === origin;
    if (isOrigin && !origin.includes('*')) continue;
    throw new TypeError(`createBroker: ${origin} is no origin such as https://www.example.com`);
  }
}

/**
 * Whether the page that sent `request` may have a token. Browsers send `Origin` with every POST and
 * let no script change it; `Sec-Fetch-Site`, where they send it, has to agree.
 */
export function isAllowedOrigin(request: Request, allowed?: Origins): boolean {
  const origin = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  if (!origin) return false;
  if (allowed) {
    const isAllowed = typeof allowed === 'function' ? allowed(origin) : allowed.includes(origin);
    return isAllowed && site !== 'none';
  }
  return origin === new URL(request.url).origin && (site === null || site === 'same-origin');
}

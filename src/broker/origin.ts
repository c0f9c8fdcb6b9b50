/**
 * Refuses allowlist entries that could never match, or match too much.
 * @throws TypeError naming the entry.
 */
export function checkOrigins(origins: readonly string[] = []): void {
  for (const origin of origins) {
    const isOrigin = URL.canParse(origin) && new URL(origin).origin === origin;
    if (isOrigin && !origin.includes('*')) continue;
    throw new TypeError(`createBroker: ${origin} is no origin such as https://www.example.com`);
  }
}

/**
 * Whether the page that sent `request` may have a token. Browsers send `Origin` with every POST and
 * let no script change it; `Sec-Fetch-Site`, where they send it, has to agree.
 */
export function isAllowedOrigin(request: Request, allowed?: readonly string[]): boolean {
  const origin = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  if (!origin) return false;
  if (allowed) return allowed.includes(origin) && site !== 'none';
  return origin === new URL(request.url).origin && (site === null || site === 'same-origin');
}

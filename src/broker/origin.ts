import { Refusal } from './refusal.js';

/** The origins whose pages may call: a list, or a function that judges one (`https://www.example.com`). */
export type AllowedOrigins = readonly string[] | ((origin: string) => boolean);

/** Pages of apps and extensions have such origins; `URL` knows no origin of theirs: `tauri://localhost`. */
const appOrigin = /^(?!(?:https?|wss?|ftp|file|blob|data):)[a-z][a-z\d+.-]*:\/\/[\w.:[\]-]+$/;

/**
 * Refuses entries of a list that could never match, or match too much.
 * @throws TypeError naming the entry, and how a browser writes it.
 */
export function checkOrigins(origins?: AllowedOrigins): void {
  if (origins === undefined || typeof origins === 'function') return;
  if (!Array.isArray(origins)) {
    throw new TypeError('createBroker: allowedOrigins is neither a list nor a function');
  }
  for (const origin of origins as readonly unknown[]) {
    if (typeof origin === 'string' && appOrigin.test(origin)) continue;
    const written = webOrigin(origin);
    const isPattern = String(origin).includes('*');
    if (written && written === origin && !isPattern) continue;
    const cure = isPattern
      ? 'for a pattern, give a function'
      : `browsers write ${written ?? EXAMPLES}`;
    throw new TypeError(`createBroker: ${String(origin)} is no origin; ${cure}`);
  }
}

const EXAMPLES = 'scheme, host and port, as in https://www.example.com or capacitor://localhost';

/** The origin of a web address, as browsers write it: `https://bücher.example` is `https://xn--bcher-kva.example`. */
function webOrigin(text: unknown): string | undefined {
  if (typeof text !== 'string' || !URL.canParse(text)) return undefined;
  const { protocol, origin } = new URL(text);
  return /^https?:$/.test(protocol) ? origin : undefined;
}

/**
 * Refuses a request unless the page that sent it may have a token. Browsers send `Origin` with every POST
 * and let no script change it (https://fetch.spec.whatwg.org/#forbidden-request-header); `Sec-Fetch-Site`
 * (https://www.w3.org/TR/fetch-metadata/), where they send it, has to agree.
 * @throws Refusal
 */
export function checkOrigin(request: Request, allowed?: AllowedOrigins): void {
  const why = objection(request, allowed);
  if (why) throw new Refusal(403, 'origin-refused', { why });
}

function objection(request: Request, allowed?: AllowedOrigins): string | undefined {
  const origin = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  if (!origin) return 'the request has no Origin, so no page sent it';
  // The address bar, a bookmark or a program asks, not a page.
  if (site === 'none') return 'Sec-Fetch-Site is none, so no page sent the request';
  if (!allowed) return objectionToOther(request, origin, site);
  if (typeof allowed === 'function') return objectionOf(allowed, origin);
  return allowed.includes(origin) ? undefined : `${origin} is not in allowedOrigins`;
}

function objectionOf(judge: (origin: string) => unknown, origin: string): string | undefined {
  try {
    const verdict = judge(origin);
    if (verdict === true) return undefined;
    // Nobody waits for what an async function says; its rejection must not end the process.
    if (verdict instanceof Object) void Promise.resolve(verdict).catch(() => {});
    const what = verdict === false ? 'false' : `neither true nor false, but ${typeof verdict}`;
    const isPromise = verdict instanceof Promise ? '; it must answer at once' : '';
    return `${origin}: allowedOrigins gave ${what}${isPromise}`;
  } catch (cause) {
    throw new Refusal(403, 'origin-refused', { why: `${origin}: allowedOrigins failed`, cause });
  }
}

/** Without a list, only the broker's own origin may ask: the one that the `Host` of the request names. */
function objectionToOther(request: Request, origin: string, site: string | null) {
  const own = new URL(request.url);
  const list = `if your page is there, set allowedOrigins: ['${origin}']`;
  if (origin !== own.origin) {
    const isScheme = origin === `https://${own.host}` && isForwardedHttps(request.headers);
    const cause = isScheme ? 'a proxy ends TLS and asks' : 'the broker is asked';
    return `${origin} is not the broker's own origin: ${cause} at ${own.origin}; ${list}`;
  }
  if (site !== null && site !== 'same-origin') {
    return `Sec-Fetch-Site is ${site}, but the broker serves its own origin only; ${list}`;
  }
  // Any name can be pointed at this machine (DNS rebinding), and its pages name it in Host and Origin
  // alike; only the certificate of https says whose name it is. Without https or a list, no page beside
  // those of this machine is let in; none has a microphone anyway:
  // https://w3c.github.io/webappsec-secure-contexts/
  if (own.protocol === 'https:' || isLoopback(own)) return undefined;
  return `${origin} is not https, so anybody may have pointed its name here; ${list}`;
}

/** Advice for an owner whose broker goes by the name that requests give it. */
export function adviceFor({ url, headers }: Request): string | undefined {
  const own = new URL(url);
  if (isLoopback(own)) return undefined;
  // The pages of a proxy that ends TLS are at https, where browsers say that they come from.
  const page = isForwardedHttps(headers) ? `https://${own.host}` : own.origin;
  return (
    `asked at ${own.origin} without allowedOrigins, so only pages there may call, whoever pointed ` +
    `that name here; set allowedOrigins: ['${page}'], or where else your pages are`
  );
}

/** Whether a proxy says that the page asked it over https. It only helps to tell the owner why. */
function isForwardedHttps(headers: Headers): boolean {
  return (
    /^\s*https\b/i.test(headers.get('x-forwarded-proto') ?? '') ||
    /\bproto="?https\b/i.test(headers.get('forwarded') ?? '')
  );
}

/** Whether the address is this machine's, which no foreign name can be: https://www.rfc-editor.org/rfc/rfc6761#section-6.3 */
export function isLoopback({ hostname }: URL): boolean {
  return /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
}

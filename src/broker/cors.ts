/** A preflight names no more headers than that, in characters; a page that needs more is none of ours. */
const MAX_ASKED = 1024;

/**
 * Every page may read what the broker answers, so that it learns why it gets no token; a token is only in
 * an answer to an allowed origin: https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export function answerHeaders(request: Request): Headers {
  const headers = new Headers({ 'cache-control': 'no-store', vary: 'Origin' });
  const origin = request.headers.get('origin');
  if (!origin) return headers;
  headers.set('access-control-allow-origin', origin);
  headers.set('access-control-expose-headers', 'retry-after');
  return headers;
}

/** A preflight gives nothing away: the POST after it is refused before anything is done. */
export function preflight(request: Request): Response {
  const headers = answerHeaders(request);
  const asked = request.headers.get('access-control-request-headers') ?? '';
  // The page may send more by `tokenRequest`, for `authorize` to read.
  const more = asked.length <= MAX_ASKED && /^[\w\s,-]*$/.test(asked) ? asked.split(',') : [];
  const names = ['content-type', 'authorization', ...more.map((name) => name.trim().toLowerCase())];
  headers.set('access-control-allow-methods', 'POST');
  headers.set('access-control-allow-headers', [...new Set(names)].filter(Boolean).join(', '));
  headers.set('access-control-max-age', '600');
  headers.append('vary', 'Access-Control-Request-Headers');
  return new Response(null, { status: 204, headers });
}

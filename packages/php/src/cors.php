<?php
declare(strict_types=1);

namespace LiveCall;

/** A preflight names no more headers than that, in characters; a page that needs more is none of ours. */
const MAX_ASKED = 1024;

/**
 * Every page may read what the broker answers, so that it learns why it gets no token; a token is only in
 * an answer to an allowed origin: https://fetch.spec.whatwg.org/#http-cors-protocol
 */
function answer_headers(array $request): array
{
    $headers = ['cache-control' => 'no-store', 'vary' => 'Origin'];
    $origin = header_of($request, 'origin');
    if ($origin === '') {
        return $headers;
    }
    return $headers + [
        'access-control-allow-origin' => $origin,
        'access-control-expose-headers' => 'retry-after',
    ];
}

/** A preflight gives nothing away: the POST after it is refused before anything is done. */
function preflight(array $request): array
{
    $asked = header_of($request, 'access-control-request-headers');
    // The page may send more by `tokenRequest`, for `authorize` to read.
    $is_list = strlen($asked) <= MAX_ASKED && preg_match('/^[\w\s,-]*$/D', $asked);
    $more = $is_list ? array_map('trim', explode(',', strtolower($asked))) : [];
    $names = array_unique(array_filter(array_merge(['content-type', 'authorization'], $more)));
    $headers = [
        'access-control-allow-methods' => 'POST',
        'access-control-allow-headers' => implode(', ', $names),
        'access-control-max-age' => '600',
        'vary' => 'Origin, Access-Control-Request-Headers',
    ];
    return ['status' => 204, 'headers' => $headers + answer_headers($request), 'body' => ''];
}

function header_of(array $request, string $name): string
{
    return $request['headers'][$name] ?? '';
}

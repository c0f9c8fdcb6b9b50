<?php
declare(strict_types=1);

namespace LiveCall;

/**
 * Refuses a request unless the page that sent it may have a token. Browsers send `Origin` with every POST
 * and let no script change it (https://fetch.spec.whatwg.org/#forbidden-request-header); `Sec-Fetch-Site`
 * (https://www.w3.org/TR/fetch-metadata/), where they send it, has to agree.
 */
function check_origin(array $request, ?array $allowed): void
{
    $why = objection($request, $allowed);
    if ($why !== '') {
        throw new Refusal(403, 'origin-refused', $why);
    }
}

function objection(array $request, ?array $allowed): string
{
    $origin = header_of($request, 'origin');
    $site = header_of($request, 'sec-fetch-site');
    if ($origin === '') {
        return 'the request has no Origin, so no page sent it';
    }
    // The address bar, a bookmark or a program asks, not a page.
    if ($site === 'none') {
        return 'Sec-Fetch-Site is none, so no page sent the request';
    }
    if ($allowed === null) {
        return objection_to_other($request, $origin, $site);
    }
    return in_array($origin, $allowed, true) ? '' : "$origin is not in allowedOrigins";
}

/** Without a list, only the broker's own origin may ask: the one that the `Host` of the request names. */
function objection_to_other(array $request, string $origin, string $site): string
{
    $own = own_origin($request);
    $list = "if your page is there, set allowedOrigins to [\"$origin\"]";
    if ($origin !== $own) {
        $is_scheme = $origin === 'https' . substr($own, 4) && is_forwarded_https($request);
        $cause = $is_scheme ? 'a proxy ends TLS and asks' : 'the broker is asked';
        return "$origin is not the broker's own origin: $cause at $own; $list";
    }
    if ($site !== '' && $site !== 'same-origin') {
        return "Sec-Fetch-Site is $site, but the broker serves its own origin only; $list";
    }
    // Any name can be pointed at this machine (DNS rebinding), and its pages name it in Host and Origin
    // alike; only the certificate of https says whose name it is. No other page has a microphone anyway:
    // https://w3c.github.io/webappsec-secure-contexts/
    if ($request['secure'] || is_loopback($own)) {
        return '';
    }
    return "$origin is not https, so anybody may have pointed its name here; $list";
}

/** A `Host` that is none stands for an address that nobody has: https://www.rfc-editor.org/rfc/rfc6761#section-6.4 */
function own_origin(array $request): string
{
    $host = strtolower(header_of($request, 'host'));
    $scheme = $request['secure'] ? 'https' : 'http';
    $usual_port = $request['secure'] ? 443 : 80;
    $is_host = preg_match('/^([\w.-]+|\[[\da-f:.]+\])(?::(\d{1,5}))?$/D', $host, $found);
    if (!$is_host) {
        return 'http://host.invalid';
    }
    $port = (int) ($found[2] ?? $usual_port);
    return "$scheme://$found[1]" . ($port === $usual_port ? '' : ":$port");
}

/** Whether a proxy says that the page asked it over https. It only helps to tell the owner why. */
function is_forwarded_https(array $request): bool
{
    return preg_match('/^\s*https\b/i', header_of($request, 'x-forwarded-proto')) === 1
        || preg_match('/\bproto="?https\b/i', header_of($request, 'forwarded')) === 1;
}

/** Whether the address is this machine's, which no foreign name can be: https://www.rfc-editor.org/rfc/rfc6761#section-6.3 */
function is_loopback(string $origin): bool
{
    $name = '(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\]';
    return preg_match("~^https?://(?:$name)(?::\d+)?$~D", $origin) === 1;
}

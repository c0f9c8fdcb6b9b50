<?php
declare(strict_types=1);

namespace LiveCall;

/** The longest body that is read, in bytes: a handle and the answer of a captcha take about three thousand. */
const MAX_BODY_BYTES = 8192;

/** JSON cannot be nested deeper than a body is long. */
const MAX_DEPTH = MAX_BODY_BYTES + 1;

/** The JSON of a request. Whatever the page sent, the broker reads no more of it than `handle` and `ticket`. */
function read_body(array $request)
{
    check_type(header_of($request, 'content-type'));
    $claimed = header_of($request, 'content-length');
    if (strlen($request['body']) > MAX_BODY_BYTES || (float) $claimed > MAX_BODY_BYTES) {
        throw new Refusal(413, 'too-large', 'the body is over ' . MAX_BODY_BYTES . ' bytes long');
    }
    // Browsers and Node take this mark of UTF-8 away: https://encoding.spec.whatwg.org/#utf-8-decode
    $text = preg_replace('/^\xEF\xBB\xBF/', '', $request['body']);
    $body = json_decode($text, true, MAX_DEPTH, JSON_INVALID_UTF8_SUBSTITUTE);
    if (json_last_error() !== JSON_ERROR_NONE) {
        throw new Refusal(400, 'invalid-body', 'the body is not JSON');
    }
    return $body;
}

/**
 * No form and no image can post JSON, and no page can across origins without a preflight:
 * https://fetch.spec.whatwg.org/#cors-safelisted-request-header
 */
function check_type(string $type): void
{
    if (preg_match('~^application/json\s*(;|$)~Di', $type)) {
        return;
    }
    $seen = $type === '' ? 'missing' : substr($type, 0, 80);
    throw new Refusal(415, 'unsupported-media-type', "the content-type is $seen, not application/json");
}

/** Nothing else in the body has a say about the call. */
function text_in($body, string $name): string
{
    $value = is_array($body) ? $body[$name] ?? '' : '';
    return is_string($value) ? $value : '';
}

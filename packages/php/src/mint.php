<?php
declare(strict_types=1);

namespace LiveCall;

/** Google's own endpoint of the Gemini API. */
const BASE_URL = 'https://generativelanguage.googleapis.com';
const API_VERSION = 'v1beta';

/** Time limit for the Live API's answer, in seconds. */
const TIMEOUT_SECONDS = 5;

/** A token may wait so long for its call to begin, in seconds. */
const START_WITHIN_SECONDS = 60;

/** A connection on one token may last so long, in seconds. */
const CONNECTION_WITHIN_SECONDS = 1800;

/** The longest answer that is read, in bytes; a token takes about a hundred. */
const MAX_ANSWER_BYTES = 16384;

/**
 * Mints a token for one connection: https://ai.google.dev/gemini-api/docs/ephemeral-tokens. A setup without
 * a `fieldMask` locks every field, also those that it does not name. $now and $until: Unix time in seconds.
 */
function mint(array $settings, string $key, string $handle, float $now, float $until, callable $post): string
{
    $base = rtrim($settings['baseUrl'] ?? '' ?: BASE_URL, '/');
    $version = $settings['apiVersion'] ?? '' ?: API_VERSION;
    $answer = $post("$base/$version/auth_tokens", [
        'content-type' => 'application/json',
        'x-goog-api-key' => $key,
    ], to_json([
        'uses' => 1,
        'newSessionExpireTime' => iso_time(min($now + START_WITHIN_SECONDS, $until)),
        'expireTime' => iso_time(min($now + CONNECTION_WITHIN_SECONDS, $until)),
        'bidiGenerateContentSetup' => to_setup($settings, $handle),
    ]));
    if ($answer['late']) {
        $why = 'the Live API did not answer within ' . TIMEOUT_SECONDS . ' s';
        throw new Refusal(504, 'upstream-timeout', $why, true);
    }
    if ($answer['status'] === 0) {
        $why = 'asking the Live API for a token failed';
        throw new Refusal(502, 'upstream-failed', $why, true, [], $answer['error']);
    }
    if ($answer['status'] < 200 || $answer['status'] > 299) {
        throw upstream_refusal($answer);
    }
    $name = json_decode($answer['body'], true)['name'] ?? null;
    if (is_string($name) && preg_match('~^auth_tokens/[\x21-\x7e]{1,4096}$~D', $name)) {
        return $name;
    }
    $why = 'asking the Live API for a token failed: the answer holds no auth_tokens/…';
    throw new Refusal(502, 'upstream-failed', $why, true);
}

/** The Live API's 4xx means that key, model or base URL are wrong, which no caller can cure by waiting. */
function upstream_refusal(array $answer): Refusal
{
    $status = $answer['status'];
    $why = "the Live API answered $status";
    $message = json_decode($answer['body'], true)['error']['message'] ?? null;
    $cause = is_string($message) ? $message : $answer['body'];
    if ($status === 429) {
        $seconds = $answer['headers']['retry-after'] ?? '';
        $headers = preg_match('/^\d{1,6}$/D', $seconds) ? ['retry-after' => $seconds] : [];
        return new Refusal(429, 'upstream-busy', $why, true, $headers, $cause);
    }
    $is_passing = $status >= 500;
    $cure = $is_passing ? '' : '; check apiKey, model and baseUrl';
    return new Refusal(502, 'upstream-failed', $why . $cure, $is_passing, [], $cause);
}

/** As `toISOString` writes it. */
function iso_time(float $seconds): string
{
    $whole = (int) floor($seconds);
    return gmdate('Y-m-d\TH:i:s', $whole) . sprintf('.%03dZ', (int) (($seconds - $whole) * 1000));
}

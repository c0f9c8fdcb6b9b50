<?php
declare(strict_types=1);

namespace LiveCall;

/**
 * Answers one request; puts nothing out.
 *
 * $request: `method`; `headers` (names in small letters); `body`, of which 8193 bytes are enough;
 * `address` that asked, or ''; `secure`, whether it came over https.
 * $settings: as in token.php, with `apiKey`.
 * $hooks: `post`, `take`, `giveBack`, `tell` and `now`, as `default_hooks` gives them.
 * Yields `status`, `headers` and `body`.
 */
function answer(array $request, array $settings, array $hooks): array
{
    if ($request['method'] === 'OPTIONS') {
        return preflight($request);
    }
    // The broker knows this much of a request before its end; no line of a log may show the secrets.
    $draft = (object) ['resumed' => false, 'caller' => null, 'secrets' => []];
    $headers = answer_headers($request) + ['content-type' => 'application/json'];
    try {
        $body = token_for($request, $settings, $hooks, $draft);
        tell($hooks, $draft, 'minted', 200, 'minted', '');
        return ['status' => 200, 'headers' => $headers, 'body' => to_json($body)];
    } catch (\Throwable $error) {
        $refusal = Refusal::of($error);
        $is_ours = $refusal->status >= 500 || strpos($refusal->word, 'upstream-') === 0;
        $why = one_line($refusal->why($draft->secrets));
        tell($hooks, $draft, $is_ours ? 'failed' : 'refused', $refusal->status, $refusal->word, $why);
        $body = ['code' => $refusal->word, 'retryable' => $refusal->retryable];
        return [
            'status' => $refusal->status,
            'headers' => $refusal->headers + $headers,
            'body' => to_json($body),
        ];
    }
}

/** Asks the cheapest question first. */
function token_for(array $request, array $given, array $hooks, \stdClass $draft): array
{
    if ($request['method'] !== 'POST') {
        $headers = ['allow' => 'POST, OPTIONS'];
        throw new Refusal(405, 'method-not-allowed', "$request[method] is not POST", false, $headers);
    }
    $settings = check_settings($given);
    check_origin($request, $settings['allowedOrigins']);
    $body = read_body($request);
    $handle = text_in($body, 'handle');
    $key = check_key($settings['apiKey']);
    $draft->secrets = array_filter([$key, $handle, text_in($body, 'ticket')]);
    $now = $hooks['now']();
    $ticket = read_ticket(text_in($body, 'ticket'), $key);
    if ($ticket !== null && $now >= $ticket['until']) {
        throw new Refusal(403, 'call-over', 'the call is as long as maxCall lets it be');
    }
    // Whoever has no ticket of ours may have the handle of somebody else.
    $handle = $ticket === null ? '' : $handle;
    $draft->resumed = $handle !== '';
    $verdict = ask_authorize($settings['authorize'], $request, $body, $draft->resumed);
    $draft->caller = $verdict['caller'];
    $caller = caller_of($verdict['caller'], $request, $settings['trustProxy']);
    $limits = $settings['limits'];
    $buckets = buckets_for($limits, $caller['key'], $ticket['id'] ?? null, $key);
    $at = take($buckets, $limits, $caller['who'], $hooks);
    try {
        $seconds = $verdict['maxCall'] ?? $settings['maxCall'];
        $ticket = $ticket ?? open_ticket((int) floor($now + $seconds), $key);
        $token = mint($settings, $key, $handle, $now, $ticket['until'], $hooks['post']);
    } catch (\Throwable $error) {
        give_back($buckets, $at, $hooks);
        throw $error;
    }
    return ['token' => $token, 'ticket' => $ticket['text']];
}

/** Whatever the owner's function does, the page gets its answer. */
function tell(array $hooks, \stdClass $draft, string $type, int $status, string $code, string $why): void
{
    $facts = ['type' => $type, 'status' => $status, 'code' => $code, 'why' => $why];
    try {
        $hooks['tell']($facts + ['caller' => $draft->caller, 'resumed' => $draft->resumed]);
    } catch (\Throwable $error) {
        error_log('live-call broker: the function `tell` failed');
    }
}

function to_json($value): string
{
    $flags = JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE;
    return (string) json_encode($value, $flags);
}

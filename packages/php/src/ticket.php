<?php
declare(strict_types=1);

namespace LiveCall;

// A ticket says which call a page goes on with and how long it may last. Every broker with the same key,
// in Node and in PHP, can tell that one of them wrote it, so they need nothing else in common.

/** No ticket is longer, in characters. */
const MAX_TICKET = 500;

/** Whether a call can last so long, in seconds: at least one, at most a week. */
function is_call_length($seconds): bool
{
    return (is_int($seconds) || is_float($seconds)) && $seconds >= 1 && $seconds <= 7 * 86400;
}

/** Begins a call that ends at $until, in seconds since 1970. Yields `id`, `until` and `text`. */
function open_ticket(int $until, string $key): array
{
    $ticket = ['id' => to_base64url(random_bytes(16)), 'until' => $until];
    $payload = to_json($ticket);
    return $ticket + ['text' => to_base64url($payload) . '.' . signature_of($payload, $key)];
}

/** The ticket in $text, or null where no broker with this key has signed it. */
function read_ticket(string $text, string $key): ?array
{
    if (strlen($text) > MAX_TICKET || !preg_match('/^([\w-]+)\.([\w-]+)$/D', $text, $found)) {
        return null;
    }
    $payload = (string) base64_decode(strtr($found[1], '-_', '+/'));
    if (!hash_equals(signature_of($payload, $key), $found[2])) {
        return null;
    }
    $ticket = json_decode($payload, true);
    $until = $ticket['until'] ?? null;
    $is_whole = is_string($ticket['id'] ?? null) && (is_int($until) || is_float($until));
    return $is_whole ? ['id' => $ticket['id'], 'until' => $until, 'text' => $text] : null;
}

function signature_of(string $payload, string $key): string
{
    $secret = hash_hmac('sha256', 'live-call ticket 1', $key, true);
    return to_base64url(hash_hmac('sha256', $payload, $secret, true));
}

function to_base64url(string $bytes): string
{
    return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}

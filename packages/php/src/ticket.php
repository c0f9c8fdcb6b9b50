<?php
declare(strict_types=1);

namespace LiveCall;

// A ticket says which call a page goes on with and how long it may last. Every broker with the same key,
// in Node and in PHP, can tell that one of them wrote it, so they need nothing in common.

function new_ticket(int $until): array
{
    return ['id' => to_base64url(random_bytes(16)), 'until' => $until];
}

function seal_ticket(array $ticket, string $key): string
{
    $payload = to_json(['id' => $ticket['id'], 'until' => $ticket['until']]);
    return to_base64url($payload) . '.' . signature_of($payload, $key);
}

/** The ticket in $text, or null where no broker with this key wrote it. */
function open_ticket(string $text, string $key): ?array
{
    if (!preg_match('/^([\w-]{1,200})\.([\w-]{43})$/D', $text, $found)) {
        return null;
    }
    $payload = (string) base64_decode(strtr($found[1], '-_', '+/'));
    if (!hash_equals(signature_of($payload, $key), $found[2])) {
        return null;
    }
    $ticket = json_decode($payload, true);
    $is_whole = is_string($ticket['id'] ?? null) && is_int($ticket['until'] ?? null);
    return $is_whole ? $ticket : null;
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

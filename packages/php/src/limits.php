<?php
declare(strict_types=1);

namespace LiveCall;

/** So many new calls for a caller and for all, and so many connections for a call. */
const DEFAULT_LIMITS = ['perCaller' => '5/min 30/h', 'total' => '60/min 1000/day', 'perCall' => '30/min'];

const UNIT_SECONDS = ['s' => 1, 'min' => 60, 'h' => 3600, 'day' => 86400];

/** Reads `5/min 30/h`. Yields null where it is none. */
function read_limit($text): ?array
{
    $parts = is_string($text) ? preg_split('/\s+/', trim($text)) : [];
    $limits = [];
    foreach ($parts as $part) {
        if (!preg_match('~^([1-9]\d{0,8})/(s|min|h|day)$~D', $part, $found)) {
            return null;
        }
        $limits[] = ['count' => (int) $found[1], 'seconds' => UNIT_SECONDS[$found[2]]];
    }
    return $limits === [] ? null : $limits;
}

/** What a request counts on: a new call on its caller and on the total, another connection on its call. */
function counters_for(array $limits, string $caller, ?string $call): array
{
    $keys = $call === null ? ['perCaller' => $caller, 'total' => ''] : ['perCall' => $call];
    $counters = [];
    foreach ($keys as $name => $key) {
        foreach ($limits[$name] ?? [] as $limit) {
            $counters[] = $limit + ['name' => $name, 'key' => "$name $limit[seconds] $key"];
        }
    }
    return $counters;
}

/** Takes one of each counter, or none of any. */
function take(array $counters, array $hooks, string $key): void
{
    if ($counters === []) {
        return;
    }
    try {
        $full = $hooks['take'](nameless($counters, $key), $hooks['now']());
    } catch (\Throwable $error) {
        throw new Refusal(503, 'store-unavailable', 'the counters are out of reach', true, [], $error->getMessage());
    }
    if ($full === null) {
        return;
    }
    $counter = $counters[$full['which']];
    $word = $counter['name'] === 'total' ? 'budget-spent' : 'rate-limited';
    $why = "$counter[name] is at most $counter[count] in $counter[seconds] s";
    $seconds = (string) max(1, (int) ceil($full['seconds']));
    throw new Refusal(429, $word, $why, true, ['retry-after' => $seconds]);
}

/** A call that the Live API gave no token for costs nobody else a call; its caller could ask for ever, so it costs him one. */
function give_back(array $counters, array $hooks, string $key): void
{
    $total = array_filter($counters, static function (array $counter): bool {
        return $counter['name'] === 'total';
    });
    try {
        $hooks['give'](array_column(nameless($total, $key), 'key'));
    } catch (\Throwable $error) {
        // It counts, then.
        return;
    }
}

/** The counters under names that tell nobody an address or a caller. */
function nameless(array $counters, string $secret): array
{
    return array_map(static function (array $counter) use ($secret): array {
        $name = substr(hash_hmac('sha256', $counter['key'], $secret), 0, 20);
        return ['key' => $name, 'count' => $counter['count'], 'seconds' => $counter['seconds']];
    }, array_values($counters));
}

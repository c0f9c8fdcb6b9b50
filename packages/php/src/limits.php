<?php
declare(strict_types=1);

namespace LiveCall;

/** So many new calls for a caller and for all, and so many further connections for a call. */
const DEFAULT_LIMITS = ['perCaller' => '5/min 30/h', 'total' => '60/min 1000/day', 'perCall' => '30/min'];

const UNITS_MS = ['s' => 1000, 'min' => 60000, 'h' => 3600000, 'day' => 86400000];

/** Every request reads the file with the counts, so none of them may get long. */
const MAX_COUNT = 10000;

/** Reads `5/min 30/h`. Yields null where it is none. */
function read_rules($text): ?array
{
    $rules = [];
    foreach (is_string($text) ? preg_split('/\s+/', trim($text)) : [] as $word) {
        if (!preg_match('~^([1-9]\d{0,5})/(s|min|h|day)$~D', $word, $found) || $found[1] > MAX_COUNT) {
            return null;
        }
        $rules[] = ['count' => (int) $found[1], 'windowMs' => UNITS_MS[$found[2]]];
    }
    return $rules === [] ? null : $rules;
}

/**
 * What a request counts on: a new call on its caller and on the total, a further connection on its call. The
 * keys tell nobody who has not got $secret an address or a name; another text of a limit begins another count.
 */
function buckets_for(array $limits, string $caller, ?string $call, string $secret): array
{
    $keys = $call === null ? ['perCaller' => $caller, 'total' => ''] : ['perCall' => $call];
    $buckets = [];
    foreach (array_intersect_key($limits, $keys) as $name => $limit) {
        $key = hash_hmac('sha256', "$name $limit[text]:$keys[$name]", $secret);
        $buckets[] = ['key' => substr($key, 0, 24), 'rules' => $limit['rules'], 'name' => $name];
    }
    return $buckets;
}

/** Counts a request in all of $buckets, or in none of them. Yields when, on the clock of the store. */
function take(array $buckets, array $limits, string $who, array $hooks): int
{
    if ($buckets === []) {
        return 0;
    }
    try {
        $taken = $hooks['take']($buckets);
    } catch (\Throwable $error) {
        $why = 'the counts are out of reach, so nobody gets a token';
        throw new Refusal(503, 'store-unavailable', $why, true, [], $error->getMessage());
    }
    $longest = max($taken['waitsMs']);
    if ($longest <= 0) {
        return $taken['at'];
    }
    $name = $buckets[array_search($longest, $taken['waitsMs'], true)]['name'];
    $word = $name === 'total' ? 'budget-spent' : 'rate-limited';
    $reached_by = ['perCaller' => $who, 'total' => 'all together', 'perCall' => 'one call'][$name];
    $why = "limits.$name is {$limits[$name]['text']}, which is reached by $reached_by";
    throw new Refusal(429, $word, $why, true, ['retry-after' => (string) ceil($longest / 1000)]);
}

/** Gives a call back to the total, for no token came of it. Its caller has had a try all the same. */
function give_back(array $buckets, int $at, array $hooks): void
{
    foreach ($buckets as $bucket) {
        if ($bucket['name'] !== 'total') {
            continue;
        }
        try {
            $hooks['giveBack']([$bucket['key']], $at);
        } catch (\Throwable $error) {
            // The next request finds out, and the owner hears of it then.
        }
    }
}

function to_ms(float $seconds): int
{
    return (int) floor($seconds * 1000);
}

<?php
declare(strict_types=1);

namespace LiveCall;

/** So many counts are kept at most. Only calls that were let through begin one, so there are few. */
const MAX_COUNTS = 10000;

/**
 * Counts in a file, as the hooks `take` and `giveBack`: when the latest requests were let through, the newest
 * last, in ms since 1970.
 */
function file_store(string $file): array
{
    return [
        'take' => static function (array $buckets) use ($file): array {
            return change_file($file, static function (array &$counts) use ($buckets): array {
                return count_in($counts, $buckets);
            });
        },
        'giveBack' => static function (array $keys, int $at) use ($file): void {
            change_file($file, static function (array &$counts) use ($keys, $at): void {
                count_out($counts, $keys, $at);
            });
        },
    ];
}

/** Counts a request, now that it has its turn: an earlier time would look like a clock that was put back. */
function count_in(array &$counts, array $buckets): array
{
    $now = to_ms(microtime(true));
    $counts = sweep($counts, $now);
    return take_all($counts, $buckets, $now);
}

/** Forgets the request that was counted under $keys at $at. */
function count_out(array &$counts, array $keys, int $at): void
{
    foreach ($keys as $key) {
        $place = array_search($at, $counts[$key]['times'] ?? [], true);
        if ($place !== false) {
            array_splice($counts[$key]['times'], $place, 1);
        }
    }
}

/** Yields for each bucket how long it is full; the request is counted if none of them is. */
function take_all(array &$counts, array $buckets, int $now): array
{
    $waits = [];
    foreach ($buckets as ['key' => $key, 'rules' => $rules]) {
        $times = $counts[$key]['times'] ?? [];
        $wait = 0;
        foreach ($rules as ['count' => $count, 'windowMs' => $window]) {
            $at = $times[count($times) - $count] ?? null;
            $wait = $at === null ? $wait : max($wait, $at + $window - $now);
        }
        $waits[] = $wait;
    }
    if (max($waits) <= 0) {
        foreach ($buckets as ['key' => $key, 'rules' => $rules]) {
            $times = array_merge($counts[$key]['times'] ?? [], [$now]);
            $most = max(array_column($rules, 'count'));
            $counts[$key] = [
                'windowMs' => max(array_column($rules, 'windowMs')),
                'times' => array_slice($times, -$most),
            ];
        }
    }
    return ['waitsMs' => $waits, 'at' => $now];
}

/** Leaves out what counts no more. Where the clock was put back, the times go back with it: nobody is locked out. */
function sweep(array $counts, int $now): array
{
    $kept = [];
    foreach ($counts as $key => $count) {
        $times = is_array($count['times'] ?? null) ? array_filter($count['times'], 'is_int') : [];
        $newest = $times === [] ? 0 : max($times);
        if ($newest + (int) ($count['windowMs'] ?? 0) <= $now) {
            continue;
        }
        $ahead = max(0, $newest - $now);
        $kept[$key] = ['windowMs' => $count['windowMs'], 'times' => []];
        foreach ($times as $at) {
            $kept[$key]['times'][] = $at - $ahead;
        }
    }
    return array_slice($kept, -MAX_COUNTS, null, true);
}

<?php
declare(strict_types=1);

namespace LiveCall;

/** So many counters are kept at most. Only calls that were let through make any, so few are. */
const MAX_COUNTERS = 10000;

/**
 * Counters in a file, as the hooks `take` and `give`. A window begins with its first call; $now is Unix time
 * in seconds.
 */
function file_store(string $file): array
{
    return [
        // Takes one of each, or none: then it yields which is full, and for how many seconds.
        'take' => static function (array $counters, float $now) use ($file): ?array {
            return change_file($file, static function (array &$kept) use ($counters, $now): ?array {
                $kept = sweep($kept, $now);
                return take_all($kept, $counters, $now);
            });
        },
        'give' => static function (array $keys) use ($file): void {
            if ($keys === []) {
                return;
            }
            change_file($file, static function (array &$kept) use ($keys): void {
                foreach ($keys as $key) {
                    if (isset($kept[$key])) {
                        $kept[$key][0] = max(0, $kept[$key][0] - 1);
                    }
                }
            });
        },
    ];
}

function take_all(array &$kept, array $counters, float $now): ?array
{
    $full = null;
    foreach ($counters as $which => $counter) {
        [$count, $until] = $kept[$counter['key']] ?? [0, 0];
        if ($count >= $counter['count'] && $until - $now > ($full['seconds'] ?? 0)) {
            $full = ['which' => $which, 'seconds' => $until - $now];
        }
    }
    if ($full !== null) {
        return $full;
    }
    foreach ($counters as $counter) {
        [$count, $until] = $kept[$counter['key']] ?? [0, $now + $counter['seconds']];
        $kept[$counter['key']] = [$count + 1, $until];
    }
    return null;
}

/** Leaves out what is over, and what a clock that was put back would keep too long. */
function sweep(array $kept, float $now): array
{
    $kept = array_filter($kept, static function ($counter) use ($now): bool {
        return is_array($counter) && $counter[1] > $now && $counter[1] <= $now + UNIT_SECONDS['day'];
    });
    return count($kept) > MAX_COUNTERS ? array_slice($kept, -MAX_COUNTERS, null, true) : $kept;
}

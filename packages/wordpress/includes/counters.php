<?php
declare(strict_types=1);

namespace LiveCall\Plugin;

defined('ABSPATH') || exit;

// Counts calls in one row of the table of options, past every cache: `12 {…}`, the number of its revision and the
// counters. A request writes only over the revision that it has read, else it reads again. So no two requests
// take the same call, on any database and any number of web servers, and no lock can be left behind.
// A transient could do neither: https://core.trac.wordpress.org/ticket/30430

const COUNTERS = 'live_call_counters';

/** Requests try so long to be the one that writes, in seconds. */
const TRY_SECONDS = 3;

/** The hook `take` of the broker: one of each counter, or none, and then which is full and for how many seconds. */
function take(array $counters, float $now): ?array
{
    return change_counters(static function (array &$kept) use ($counters, $now): ?array {
        $kept = \LiveCall\sweep($kept, $now);
        return \LiveCall\take_all($kept, $counters, $now);
    });
}

/** The hook `give` of the broker. */
function give(array $keys): void
{
    change_counters(static function (array &$kept) use ($keys): void {
        foreach ($keys as $key) {
            if (isset($kept[$key])) {
                $kept[$key][0] = max(0, $kept[$key][0] - 1);
            }
        }
    });
}

/** @throws \RuntimeException where the database does not take it. */
function change_counters(callable $change)
{
    global $wpdb;
    $end = microtime(true) + TRY_SECONDS;
    while (microtime(true) < $end) {
        [$revision, $before] = read_counters();
        $kept = $before;
        $result = $change($kept);
        if ($kept === $before) {
            return $result;
        }
        $next = ($revision + 1) . ' ' . wp_json_encode((object) $kept);
        $query = "UPDATE $wpdb->options SET option_value = %s WHERE option_name = %s AND option_value LIKE %s";
        $read = $wpdb->esc_like("$revision ") . '%';
        // phpcs:ignore WordPress.DB -- a cache would count twice.
        $changed = $wpdb->query($wpdb->prepare($query, $next, COUNTERS, $read));
        if ($changed === 1) {
            return $result;
        }
        if ($changed === false) {
            throw new \RuntimeException($wpdb->last_error);
        }
        usleep(random_int(1000, 20000));
    }
    throw new \RuntimeException('too many requests count at once');
}

/** The number of the revision and the counters, as they are in the database now. */
function read_counters(): array
{
    global $wpdb;
    $query = "SELECT option_value FROM $wpdb->options WHERE option_name = %s";
    // phpcs:ignore WordPress.DB -- as above.
    $row = $wpdb->get_var($wpdb->prepare($query, COUNTERS));
    if ($row === null) {
        $insert = "INSERT IGNORE INTO $wpdb->options (option_name, option_value, autoload) VALUES (%s, '0 {}', 'no')";
        // phpcs:ignore WordPress.DB -- as above.
        if ($wpdb->query($wpdb->prepare($insert, COUNTERS)) === false) {
            throw new \RuntimeException($wpdb->last_error);
        }
        $row = '0 {}';
    }
    [$revision, $json] = explode(' ', $row, 2) + [1 => '{}'];
    $kept = json_decode($json, true);
    return [(int) $revision, is_array($kept) ? $kept : []];
}

/** How many calls of today's budget are spent. */
function calls_today(): int
{
    $limits = ['total' => [['count' => 1, 'seconds' => DAY_IN_SECONDS]]];
    $counters = \LiveCall\counters_for($limits, '', null);
    $key = \LiveCall\nameless($counters, api_key())[0]['key'];
    [$count, $until] = read_counters()[1][$key] ?? [0, 0];
    return $until > time() ? $count : 0;
}

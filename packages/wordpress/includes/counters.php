<?php
declare(strict_types=1);

namespace LiveCall\Plugin;

defined('ABSPATH') || exit;

// Counts calls in one row of the table of options, past every cache: `12 {…}`, the number of its revision and the
// counts. A request writes only over the revision that it has read, else it reads again. So no two requests
// take the same call, on any database and any number of web servers, and no lock can be left behind.
// A transient may vanish and is not counted up in one step: https://developer.wordpress.org/apis/transients/

const COUNTERS = 'live_call_counters';

/** Requests try so long to be the one that writes, in seconds. */
const TRY_SECONDS = 3;

/** The hook `take` of the broker: counts in all of the buckets, or in none. */
function take(array $buckets): array
{
    return change_counters(static function (array &$counts) use ($buckets): array {
        return \LiveCall\count_in($counts, $buckets);
    });
}

/** The hook `giveBack` of the broker. */
function give_back(array $keys, int $at): void
{
    change_counters(static function (array &$counts) use ($keys, $at): void {
        \LiveCall\count_out($counts, $keys, $at);
    });
}

/** @throws \RuntimeException where the database does not take it. */
function change_counters(callable $change)
{
    global $wpdb;
    $end = microtime(true) + TRY_SECONDS;
    while (microtime(true) < $end) {
        [$revision, $before] = read_counters();
        $counts = $before;
        $result = $change($counts);
        if ($counts === $before) {
            return $result;
        }
        $next = ($revision + 1) . ' ' . wp_json_encode((object) $counts);
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
    $counts = json_decode($json, true);
    return [(int) $revision, is_array($counts) ? $counts : []];
}

/** How many calls of the budget of a day are spent: those of the last 24 hours. */
function calls_today(): int
{
    $limits = \LiveCall\check_settings(broker_settings(MAIN))['limits'];
    $total = \LiveCall\buckets_for(['total' => $limits['total']], '', null, api_key())[0]['key'];
    $since = (time() - DAY_IN_SECONDS) * 1000;
    $times = array_filter(read_counters()[1][$total]['times'] ?? [], static function (int $at) use ($since): bool {
        return $at > $since;
    });
    return count($times);
}

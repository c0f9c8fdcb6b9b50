<?php
declare(strict_types=1);

namespace LiveCall;

/** The log hears so many different lines within an hour: anybody can make a broker refuse. */
const MAX_LINES = 100;
const HOUR_SECONDS = 3600;

/** The hook `tell` for an owner without another: refusals and failures go to PHP's log, the same one once an hour. */
function log_to(string $file, float $now): callable
{
    return static function (array $event) use ($file, $now): void {
        if ($event['type'] === 'minted') {
            return;
        }
        $line = "$event[status] $event[code]: $event[why]";
        try {
            $line = change_file($file, static function (array &$heard) use ($event, $line, $now): string {
                return line_to_write($heard, $event['type'], $line, $now);
            });
        } catch (\RuntimeException $error) {
            // Then the owner hears it more often.
        }
        if ($line !== '') {
            error_log("live-call broker: $line");
        }
    };
}

/** Yields '' for what was heard within the hour. */
function line_to_write(array &$heard, string $type, string $line, float $now): string
{
    if (abs($now - ($heard['since'] ?? 0)) > HOUR_SECONDS) {
        $heard = ['since' => $now];
    }
    $lines = $heard[$type] ?? [];
    $mark = md5($line);
    if (in_array($mark, $lines, true) || count($lines) > MAX_LINES) {
        return '';
    }
    $heard[$type] = array_merge($lines, [$mark]);
    return count($lines) === MAX_LINES ? "more is $type; the next lines come in an hour" : $line;
}

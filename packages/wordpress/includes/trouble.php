<?php
declare(strict_types=1);

namespace LiveCall\Plugin;

defined('ABSPATH') || exit;

/** The last thing that kept a call from its token, for the owner alone: `at`, `code`, `why`. */
const TROUBLE = 'live_call_trouble';

/** The least time between two notes, in seconds: anybody can make the broker refuse. */
const QUIET_SECONDS = 20;

/** What the owner is to know of; the rest is the visitor's: too many calls, a body that is none. */
const NOTED = ['origin-refused', 'budget-spent', 'store-unavailable', 'settings-invalid', 'internal'];

/** The hook `tell` of the broker, whose words hold no key and no token. */
function tell(array $event): void
{
    $last = get_option(TROUBLE);
    if ($event['type'] === 'minted') {
        if (is_array($last) && $last['code'] !== 'origin-refused') {
            delete_option(TROUBLE);
        }
        return;
    }
    $is_upstream = strpos($event['code'], 'upstream-') === 0;
    $is_fresh = is_array($last) && abs(time() - $last['at']) < QUIET_SECONDS;
    // The page of a stranger must not hide what is wrong with the service.
    if ((!$is_upstream && !in_array($event['code'], NOTED, true)) || ($is_fresh && !$is_upstream)) {
        return;
    }
    $note = ['at' => time(), 'code' => $event['code'], 'why' => $event['why']];
    if ($is_fresh && $last['why'] === $note['why']) {
        return;
    }
    update_option(TROUBLE, $note, false);
    // phpcs:ignore WordPress.PHP.DevelopmentFunctions.error_log_error_log -- the owner's own log.
    error_log("live-call: $event[status] $event[code]: $event[why]");
}

/** The trouble to show; that of a foreign page is over when it does not come again. */
function last_trouble(): ?array
{
    $last = get_option(TROUBLE);
    if (!is_array($last) || ($last['code'] === 'origin-refused' && time() - $last['at'] > DAY_IN_SECONDS)) {
        return null;
    }
    return $last;
}

/** What the owner can do about it. */
function cure_of(string $code): string
{
    switch ($code) {
        case 'origin-refused':
            return __('If that page is yours, add its address to "Other sites". If not, all is well.', 'live-call');
        case 'budget-spent':
            return __('If these calls are real, raise the limits below.', 'live-call');
        case 'upstream-busy':
            return __('The quota of your key is used up for now. Wait, or raise it at Google.', 'live-call');
        case 'upstream-timeout':
            return __('Google did not answer in time. Ask your host whether this server may reach it.', 'live-call');
        case 'upstream-failed':
            return __('Check the key and the model. The words after the number come from Google.', 'live-call');
        default:
            return __('The log of PHP holds more.', 'live-call');
    }
}

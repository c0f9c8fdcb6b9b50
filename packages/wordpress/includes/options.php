<?php
declare(strict_types=1);

namespace LiveCall\Plugin;

defined('ABSPATH') || exit;

/** All that the owner has set, but for the key. */
const OPTION = 'live_call';

/**
 * Holds the key as `['key' => …]`: an option that is plain text would stand on the page "All Settings" of
 * WordPress, an array does not: https://github.com/WordPress/WordPress/blob/6.1/wp-admin/options.php
 */
const SECRET = 'live_call_secret';

/** The first agent: it is always there, and answers where no other is named. */
const MAIN = 'main';

/** An agent as it is before anybody has set it. */
const AGENT = [
    'name' => '',
    'model' => 'gemini-3.8-live',
    'voice' => 'Kore',
    'language' => '',
    'instructions' => '',
    'greeting' => '',
];

/**
 * `everywhere`: the id of the agent whose button floats on every page, or ''. `origins`: beside those of this
 * site. `proxies`: how many of the owner's own stand before this server.
 */
const DEFAULTS = [
    'agents' => [MAIN => AGENT],
    'everywhere' => '',
    'placement' => 'bottom-end',
    'origins' => [],
    'caller_minute' => 5,
    'caller_hour' => 30,
    'total_minute' => 60,
    'total_day' => 1000,
    'max_minutes' => 15,
    'proxies' => 0,
];

function options(): array
{
    $saved = get_option(OPTION);
    return (is_array($saved) ? $saved : []) + DEFAULTS;
}

/** Names by id, for whoever chooses one. */
function agent_names(): array
{
    $names = [];
    foreach (options()['agents'] as $id => $agent) {
        $id = (string) $id;
        $unnamed = $id === MAIN ? __('The first agent', 'live-call') : $id;
        $names[$id] = $agent['name'] === '' ? $unnamed : $agent['name'];
    }
    return $names;
}

/** The id of an agent that there is: $id, or the first one's. */
function known_agent(string $id): string
{
    return isset(options()['agents'][$id]) ? $id : MAIN;
}

function agent_of(string $id): array
{
    return options()['agents'][known_agent($id)] + AGENT;
}

/** In wp-config.php no backup and no export of the database holds the key. */
function key_is_in_code(): bool
{
    return defined('LIVE_CALL_API_KEY') && LIVE_CALL_API_KEY !== '';
}

/** The API key, or ''. Only the broker has use for it. */
function api_key(): string
{
    if (key_is_in_code()) {
        return (string) LIVE_CALL_API_KEY;
    }
    $secret = get_option(SECRET);
    return is_array($secret) ? (string) ($secret['key'] ?? '') : '';
}

/** Another address of the Live API, for tests and proxies, or ''. It is sent the key, so only code can set it. */
function base_url(): string
{
    $is_test = defined('LIVE_CALL_BASE_URL') && defined('WP_DEBUG') && WP_DEBUG;
    return (string) apply_filters('live_call_base_url', $is_test ? LIVE_CALL_BASE_URL : '');
}

/** The origins whose pages may have a call. */
function allowed_origins(): array
{
    $origins = apply_filters('live_call_allowed_origins', array_merge(own_origins(), options()['origins']));
    return array_values(array_unique(array_filter((array) $origins, 'is_string')));
}

/** The origins of this site, by either scheme: behind a proxy that ends TLS, WordPress may know only `http`. */
function own_origins(): array
{
    $origins = [];
    foreach ([home_url(), site_url()] as $url) {
        $origin = (string) \LiveCall\web_origin($url);
        $origins[] = $origin;
        $origins[] = preg_replace('~^http:~', 'https:', $origin);
        $origins[] = preg_replace('~^https:~', 'http:', $origin);
    }
    return array_values(array_unique(array_filter($origins)));
}

<?php
// Makes options of what the form sends. WordPress runs this twice on the first save, so a second pass changes
// nothing: https://core.trac.wordpress.org/ticket/21989
declare(strict_types=1);

namespace LiveCall\Plugin;

defined('ABSPATH') || exit;

const PLACEMENTS = ['bottom-end', 'bottom-start', 'top-end', 'top-start'];

/** The numbers among the settings, each with its least and greatest value; the broker counts no further than 10,000. */
const RANGES = [
    'caller_minute' => [1, 1000],
    'caller_hour' => [1, 10000],
    'total_minute' => [1, 10000],
    'total_day' => [1, 10000],
    'max_minutes' => [1, 240],
    'proxies' => [0, 9],
];

function sanitize_options($input): array
{
    $input = is_array($input) ? $input : [];
    $agents = sanitize_agents($input['agents'] ?? []);
    $everywhere = text_of($input['everywhere'] ?? '');
    $placement = text_of($input['placement'] ?? '');
    $options = [
        'agents' => $agents,
        'everywhere' => isset($agents[$everywhere]) ? $everywhere : '',
        'placement' => in_array($placement, PLACEMENTS, true) ? $placement : PLACEMENTS[0],
        'origins' => sanitize_origins($input['origins'] ?? []),
    ];
    foreach (RANGES as $name => [$least, $most]) {
        $number = $input[$name] ?? null;
        $options[$name] = is_numeric($number) ? (int) max($least, min($most, $number)) : DEFAULTS[$name];
    }
    return $options;
}

function sanitize_agents($input): array
{
    $agents = [MAIN => AGENT];
    foreach (is_array($input) ? $input : [] as $id => $fields) {
        $id = (string) $id;
        $fields = is_array($fields) ? $fields : [];
        $agent = sanitize_agent($fields);
        $is_removed = $id !== MAIN && !empty($fields['remove']);
        if ($is_removed || ($id === 'new' && $agent['name'] === '')) {
            continue;
        }
        $is_new = $id === 'new' || $id !== sanitize_key($id) || $id === '';
        $agents[$is_new ? new_id($agent['name'], $agents) : $id] = $agent;
    }
    return $agents;
}

function sanitize_agent(array $fields): array
{
    $agent = [];
    foreach (AGENT as $name => $initial) {
        $text = text_of($fields[$name] ?? $initial);
        $has_lines = in_array($name, ['instructions', 'greeting'], true);
        $agent[$name] = $has_lines ? words_of($text) : sanitize_text_field($text);
    }
    $agent['model'] = $agent['model'] === '' ? AGENT['model'] : $agent['model'];
    return $agent;
}

/** For the model every character counts, and many instructions hold <tags>. Pages get it escaped. */
function words_of(string $text): string
{
    return trim(str_replace(["\r\n", "\r"], "\n", wp_check_invalid_utf8($text)));
}

/** What blocks and shortcodes call an agent: made of its name once, and kept when the name changes. */
function new_id(string $name, array $agents): string
{
    $id = sanitize_title($name);
    // A name in another script would be a row of percent signs; a number would become an index of the array.
    $is_usable = preg_match('/^[a-z][a-z0-9_-]*$/D', $id) && $id !== 'new';
    $id = $is_usable ? $id : 'agent';
    $unique = $id;
    for ($number = 2; isset($agents[$unique]); $number++) {
        $unique = "$id-$number";
    }
    return $unique;
}

/** One origin a line, as browsers write it: scheme, host and port. */
function sanitize_origins($input): array
{
    $lines = is_array($input) ? $input : preg_split('/[\s,]+/', text_of($input), -1, PREG_SPLIT_NO_EMPTY);
    $origins = [];
    foreach ($lines as $line) {
        $origin = \LiveCall\web_origin(text_of($line));
        if ($origin !== null) {
            $origins[] = $origin;
            continue;
        }
        /* translators: %s: what somebody has typed in the place of an address. */
        $message = __('%s is no address of a site. Write it like https://www.example.com.', 'live-call');
        complain('origin', sprintf($message, text_of($line)));
    }
    return array_values(array_unique($origins));
}

/** A field that is left empty keeps the key, so the page need not hold it. */
function sanitize_secret($input): array
{
    $kept = get_option(SECRET);
    $kept = is_array($kept) ? $kept : [];
    if (!is_array($input)) {
        return $kept;
    }
    if (!empty($input['forget'])) {
        return [];
    }
    $key = trim(text_of($input['key'] ?? ''));
    if ($key === '') {
        return $kept;
    }
    if (preg_match('/^[!-~]{16,500}$/D', $key)) {
        return ['key' => $key];
    }
    complain('key', __('That is no API key: a key is one long word. Nothing was changed.', 'live-call'));
    return $kept;
}

/** Tells the owner on the settings page what was not taken, once. */
function complain(string $code, string $message): void
{
    if (!function_exists('add_settings_error')) {
        return;
    }
    $said = array_column(get_settings_errors(OPTION), 'message');
    if (!in_array(esc_html($message), $said, true)) {
        // WordPress puts it into the page as markup.
        add_settings_error(OPTION, $code, esc_html($message));
    }
}

function text_of($value): string
{
    return is_scalar($value) ? (string) $value : '';
}

<?php
declare(strict_types=1);

namespace LiveCall;

/** How long a call may last in all, in seconds. */
const DEFAULT_MAX_CALL = 900;

/** Fills in what was left out, and refuses what could never work, with words for the owner. */
function check_settings(array $given): array
{
    $settings = $given + [
        'apiKey' => '',
        'model' => '',
        'allowedOrigins' => null,
        'limits' => [],
        'maxCall' => DEFAULT_MAX_CALL,
        'trustProxy' => 0,
        'authorize' => null,
    ];
    if (isset($settings['problem'])) {
        throw unusable($settings['problem']);
    }
    if (!is_string($settings['model']) || trim($settings['model']) === '') {
        throw unusable('model is missing');
    }
    if (!is_call_length($settings['maxCall'])) {
        throw unusable('maxCall is no number of seconds from 1 to 604800');
    }
    if (!is_int($settings['trustProxy']) || $settings['trustProxy'] < 0) {
        throw unusable('trustProxy is no number of proxies');
    }
    check_origins($settings['allowedOrigins']);
    $settings['limits'] = check_limits($settings['limits']);
    return $settings;
}

/** Refuses entries of a list that could never match, or match too much. */
function check_origins($origins): void
{
    if ($origins === null) {
        return;
    }
    if (!is_array($origins)) {
        throw unusable('allowedOrigins is no list');
    }
    // Pages of apps and extensions have such origins: tauri://localhost
    $app = '~^(?!(?:https?|wss?|ftp|file|blob|data):)[a-z][a-z\d+.-]*://[\w.:[\]-]+$~D';
    foreach ($origins as $origin) {
        $is_app = is_string($origin) && preg_match($app, $origin);
        if ($is_app || web_origin($origin) === $origin) {
            continue;
        }
        $shown = is_string($origin) ? $origin : gettype($origin);
        $written = web_origin($origin);
        $cure = $written === null ? 'scheme, host and port, as in https://www.example.com' : $written;
        throw unusable("allowedOrigins: $shown is no origin; browsers write $cure");
    }
}

/** The origin of a web address, as browsers write it, or null. */
function web_origin($text): ?string
{
    if (!is_string($text) || strpos($text, '*') !== false) {
        return null;
    }
    $address = '~^(https?)://([a-z\d._-]+|\[[\da-f:]+\])(?::(\d{1,5}))?(?:[/?#].*)?$~Di';
    if (!preg_match($address, trim($text), $found)) {
        return null;
    }
    $scheme = strtolower($found[1]);
    $port = (int) ($found[3] ?? 0);
    $is_usual = $port === 0 || $port === ($scheme === 'https' ? 443 : 80);
    return $scheme . '://' . strtolower($found[2]) . ($is_usual ? '' : ":$port");
}

/** The limits that are on, each with its `text` and its `rules`; `false` turns one or all of them off. */
function check_limits($given): array
{
    if ($given === false) {
        return [];
    }
    if (!is_array($given) && !$given instanceof \stdClass) {
        throw unusable('limits is neither false nor an object');
    }
    $limits = [];
    foreach ((array) $given + DEFAULT_LIMITS as $name => $text) {
        if (!isset(DEFAULT_LIMITS[$name])) {
            throw unusable("limits has no $name; it has perCaller, total, perCall");
        }
        if ($text === false) {
            continue;
        }
        $rules = read_rules($text);
        if ($rules === null) {
            $form = 'it takes counts up to ' . MAX_COUNT . ', each by s, min, h or day, as in 5/min 30/h';
            throw unusable("limits.$name is " . to_json($text) . "; $form");
        }
        $limits[$name] = ['text' => preg_replace('/\s+/', ' ', trim($text)), 'rules' => $rules];
    }
    return $limits;
}

/** A key that is no header value would fail as if the network did, and its words might show it. */
function check_key($key): string
{
    if (is_string($key) && preg_match('/^[!-~]+$/D', trim($key))) {
        return trim($key);
    }
    $why = 'apiKey is missing or no key; set it in live-call-config.php, or as GEMINI_API_KEY';
    throw new Refusal(500, 'key-missing', $why);
}

function unusable(string $why): Refusal
{
    return new Refusal(500, 'settings-invalid', $why);
}

<?php
declare(strict_types=1);

namespace LiveCall;

/** Answers the request that PHP runs for. */
function serve(array $settings): void
{
    // A notice among the JSON would spoil it; it is in the log.
    ini_set('display_errors', '0');
    // A preflight has no content, so no type either.
    ini_set('default_mimetype', '');
    $answer = answer(request_of($_SERVER), $settings, default_hooks($settings));
    http_response_code($answer['status']);
    header_remove('x-powered-by');
    foreach ($answer['headers'] as $name => $value) {
        header("$name: $value");
    }
    echo $answer['body'];
}

/** The request as `answer` wants it. */
function request_of(array $server): array
{
    $headers = [];
    foreach ($server as $name => $value) {
        // PHP takes these two out of the other headers: https://www.rfc-editor.org/rfc/rfc3875#section-4.1
        $is_header = strpos($name, 'HTTP_') === 0 || $name === 'CONTENT_TYPE' || $name === 'CONTENT_LENGTH';
        if ($is_header && is_string($value)) {
            $headers[strtolower(strtr(preg_replace('/^HTTP_/', '', $name), '_', '-'))] = $value;
        }
    }
    return [
        'method' => $server['REQUEST_METHOD'] ?? 'GET',
        'headers' => $headers,
        'body' => (string) file_get_contents('php://input', false, null, 0, MAX_BODY_BYTES + 1),
        'address' => $server['REMOTE_ADDR'] ?? '',
        'secure' => !in_array(strtolower($server['HTTPS'] ?? ''), ['', 'off'], true),
    ];
}

/**
 * What the broker needs of its host: to ask the Live API, to count, to be heard, and the time. The counters
 * lie in a file that no web server serves; whoever does not have the key cannot guess its name.
 */
function default_hooks(array $settings): array
{
    $folder = rtrim($settings['folder'] ?? '' ?: sys_get_temp_dir(), '/\\');
    $key = trim((string) ($settings['apiKey'] ?? ''));
    $name = substr(hash_hmac('sha256', 'live-call counters', $key . __DIR__), 0, 24);
    $now = microtime(true);
    return file_store("$folder/live-call-$name.json") + [
        'post' => '\LiveCall\post',
        'tell' => log_to("$folder/live-call-$name-log.json", $now),
        'now' => static function () use ($now): float {
            return $now;
        },
    ];
}

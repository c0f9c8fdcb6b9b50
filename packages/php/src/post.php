<?php
declare(strict_types=1);

namespace LiveCall;

/**
 * Posts $json within 5 s. It follows no redirect, which would take the key to another server, and reads
 * 16 kB at most. Yields `status` (0 where nobody answered), `headers`, `body`, `error` and `late`.
 */
function post(string $url, array $headers, string $json): array
{
    $lines = [];
    foreach ($headers as $name => $value) {
        $lines[] = "$name: $value";
    }
    return function_exists('curl_init')
        ? post_by_curl($url, $lines, $json)
        : post_by_stream($url, $lines, $json);
}

function post_by_curl(string $url, array $lines, string $json): array
{
    $seen = ['headers' => [], 'body' => '', 'long' => false];
    $curl = curl_init($url);
    curl_setopt_array($curl, [
        CURLOPT_POST => true,
        CURLOPT_POSTFIELDS => $json,
        // Without the empty one curl waits for a `100 Continue` that not every server sends.
        CURLOPT_HTTPHEADER => array_merge($lines, ['expect:']),
        CURLOPT_FOLLOWLOCATION => false,
        CURLOPT_PROTOCOLS => CURLPROTO_HTTPS | CURLPROTO_HTTP,
        CURLOPT_SSL_VERIFYPEER => true,
        CURLOPT_SSL_VERIFYHOST => 2,
        CURLOPT_NOSIGNAL => true,
        CURLOPT_TIMEOUT_MS => TIMEOUT_SECONDS * 1000,
        CURLOPT_HEADERFUNCTION => static function ($curl, string $line) use (&$seen): int {
            $seen['headers'] = header_in($line) + $seen['headers'];
            return strlen($line);
        },
        CURLOPT_WRITEFUNCTION => static function ($curl, string $piece) use (&$seen): int {
            $seen['body'] .= $piece;
            $seen['long'] = strlen($seen['body']) > MAX_ANSWER_BYTES;
            return $seen['long'] ? -1 : strlen($piece);
        },
    ]);
    $is_whole = curl_exec($curl) !== false;
    $late = curl_errno($curl) === CURLE_OPERATION_TIMEDOUT;
    $has_answer = $is_whole || $seen['long'];
    return [
        'status' => $has_answer ? (int) curl_getinfo($curl, CURLINFO_RESPONSE_CODE) : 0,
        'headers' => $seen['headers'],
        'body' => $seen['long'] ? 'a long answer' : $seen['body'],
        // How long it took would make another line for the log of each failure.
        'error' => preg_replace('/ after \d+ ms/', '', curl_error($curl)),
        'late' => $late,
    ];
}

/** For hosts without curl. */
function post_by_stream(string $url, array $lines, string $json): array
{
    $end = microtime(true) + TIMEOUT_SECONDS;
    $context = stream_context_create([
        'http' => [
            'method' => 'POST',
            'header' => array_merge($lines, ['connection: close']),
            'content' => $json,
            'protocol_version' => 1.1,
            'timeout' => TIMEOUT_SECONDS,
            'follow_location' => 0,
            'ignore_errors' => true,
        ],
        'ssl' => ['verify_peer' => true, 'verify_peer_name' => true],
    ]);
    error_clear_last();
    $stream = @fopen($url, 'r', false, $context);
    if ($stream === false) {
        $error = error_get_last()['message'] ?? 'neither curl nor allow_url_fopen is there';
        $late = microtime(true) >= $end;
        return ['status' => 0, 'headers' => [], 'body' => '', 'error' => $error, 'late' => $late];
    }
    $body = '';
    while (!feof($stream) && strlen($body) <= MAX_ANSWER_BYTES && microtime(true) < $end) {
        stream_set_timeout($stream, 0, (int) max(1000, ($end - microtime(true)) * 1e6));
        $body .= fread($stream, 8192);
    }
    $late = !feof($stream) && strlen($body) <= MAX_ANSWER_BYTES;
    $seen = stream_get_meta_data($stream)['wrapper_data'] ?? [];
    fclose($stream);
    $headers = [];
    foreach ($seen as $line) {
        $headers = header_in($line) + $headers;
    }
    return [
        'status' => preg_match('~^HTTP/\S+ (\d{3})~', $seen[0] ?? '', $found) ? (int) $found[1] : 0,
        'headers' => $headers,
        'body' => strlen($body) > MAX_ANSWER_BYTES ? 'a long answer' : $body,
        'error' => 'no answer of HTTP',
        'late' => $late,
    ];
}

function header_in(string $line): array
{
    $parts = explode(':', $line, 2);
    return count($parts) === 2 ? [strtolower(trim($parts[0])) => trim($parts[1])] : [];
}

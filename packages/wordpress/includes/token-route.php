<?php
declare(strict_types=1);

namespace LiveCall\Plugin;

defined('ABSPATH') || exit;

const NAMESPACE_OF_ROUTE = 'live-call/v1';
const ROUTE = '/live-call/v1/token';

// The route is public and asks for no nonce: a cached page would hold an old one, which WordPress refuses. The
// broker looks at the origin itself, since WordPress lets in all:
// https://developer.wordpress.org/reference/functions/rest_send_cors_headers/
add_action('rest_api_init', static function (): void {
    register_rest_route(NAMESPACE_OF_ROUTE, '/token', [
        'methods' => 'POST',
        'permission_callback' => '__return_true',
        'callback' => __NAMESPACE__ . '\respond',
    ]);
});

// WordPress would answer another method, a preflight or a bad body in words of its own, so the broker is first.
add_filter('rest_pre_dispatch', static function ($result, $server, $request) {
    return $request->get_route() === ROUTE ? respond() : $result;
}, 1, 3);

// WordPress has sent its own CORS headers by then, with credentials for every origin.
add_filter('rest_pre_serve_request', static function ($served, $response, $request) {
    if ($request->get_route() !== ROUTE) {
        return $served;
    }
    foreach (['Access-Control-Allow-Credentials', 'Access-Control-Allow-Methods', 'Vary'] as $name) {
        header_remove($name);
    }
    foreach ($response->get_headers() as $name => $value) {
        header("$name: $value");
    }
    return $served;
}, 20, 3);

/** The broker's answer to the request that PHP runs for. */
function respond(): \WP_REST_Response
{
    // WordPress puts backslashes before quotes here: https://developer.wordpress.org/reference/functions/wp_magic_quotes/
    $server = wp_unslash($_SERVER);
    // phpcs:ignore WordPress.Security -- the route chooses an agent that there is, and no more.
    $agent = text_of(wp_unslash($_GET['agent'] ?? ''));
    $answer = \LiveCall\answer(\LiveCall\request_of($server), broker_settings($agent), hooks());
    return new \WP_REST_Response(json_decode($answer['body']), $answer['status'], $answer['headers']);
}

/**
 * What the broker locks into a token of this agent, and who gets one. The filter may add what the settings page
 * has no field for, as token.php takes it: `tools`, `config`, `authorize`.
 */
function broker_settings(string $agent): array
{
    $options = options();
    $settings = agent_of($agent) + [
        'apiKey' => api_key(),
        'baseUrl' => base_url(),
        'allowedOrigins' => allowed_origins(),
        'limits' => [
            'perCaller' => "$options[caller_minute]/min $options[caller_hour]/h",
            'total' => "$options[total_minute]/min $options[total_day]/day",
        ],
        'maxCall' => $options['max_minutes'] * MINUTE_IN_SECONDS,
        'trustProxy' => $options['proxies'],
    ];
    return (array) apply_filters('live_call_broker', $settings, $agent);
}

/** What the broker needs of its host. */
function hooks(): array
{
    return [
        'post' => __NAMESPACE__ . '\post',
        'take' => __NAMESPACE__ . '\take',
        'giveBack' => __NAMESPACE__ . '\give_back',
        'tell' => __NAMESPACE__ . '\tell',
        'now' => static function (): float {
            return microtime(true);
        },
    ];
}

/** By WordPress' own means, which know the proxies and the certificates of this host. */
function post(string $url, array $headers, string $json): array
{
    $answer = wp_remote_post($url, [
        'headers' => $headers,
        'body' => $json,
        'timeout' => \LiveCall\TIMEOUT_SECONDS,
        // A redirect would take the key to another server.
        'redirection' => 0,
        'limit_response_size' => \LiveCall\MAX_ANSWER_BYTES,
    ]);
    $error = is_wp_error($answer) ? $answer->get_error_message() : '';
    return [
        'status' => (int) wp_remote_retrieve_response_code($answer),
        'headers' => ['retry-after' => (string) wp_remote_retrieve_header($answer, 'retry-after')],
        'body' => wp_remote_retrieve_body($answer),
        'error' => $error,
        'late' => stripos($error, 'timed out') !== false,
    ];
}

<?php
declare(strict_types=1);

namespace LiveCall\Plugin;

defined('ABSPATH') || exit;

const PAGE = 'live-call';
const CHECK = 'live_call_check';

// `options.php` of WordPress asks for `manage_options` and a nonce before it saves these.
add_action('admin_init', static function (): void {
    $common = ['type' => 'array', 'show_in_rest' => false];
    register_setting(PAGE, OPTION, $common + ['sanitize_callback' => __NAMESPACE__ . '\sanitize_options']);
    register_setting(PAGE, SECRET, $common + ['sanitize_callback' => __NAMESPACE__ . '\sanitize_secret']);
});

add_action('admin_menu', static function (): void {
    add_options_page('Live Call', 'Live Call', 'manage_options', PAGE, __NAMESPACE__ . '\settings_page');
});

add_filter('plugin_action_links_' . plugin_basename(FILE), static function (array $links): array {
    $link = sprintf('<a href="%s">%s</a>', esc_url(settings_url()), esc_html__('Settings', 'live-call'));
    return array_merge([$link], $links);
});

// Asks for a token as a page would, so that the owner learns what is wrong before a visitor does.
add_action('admin_post_' . CHECK, static function (): void {
    if (!current_user_can('manage_options')) {
        wp_die(esc_html__('Sorry, you are not allowed to do that.', 'live-call'), 403);
    }
    check_admin_referer(CHECK);
    // phpcs:ignore WordPress.Security.ValidatedSanitizedInput -- an agent that there is, and no more.
    $agent = known_agent(text_of(wp_unslash($_POST['agent'] ?? '')));
    wp_safe_redirect(add_query_arg('checked', check_agent($agent) ? 'ok' : 'no', settings_url()));
    exit;
});

/** Whether the Live API gives a token for this agent; else the trouble says why. It counts as no call. */
function check_agent(string $agent): bool
{
    $settings = broker_settings($agent);
    try {
        $now = microtime(true);
        \LiveCall\mint($settings, \LiveCall\check_key($settings['apiKey']), '', $now, (int) $now + 60, hooks()['post']);
        tell(['type' => 'minted', 'code' => 'minted', 'status' => 200, 'why' => '']);
        return true;
    } catch (\Throwable $error) {
        $refusal = \LiveCall\Refusal::of($error);
        $why = \LiveCall\one_line($refusal->why(array_filter([$settings['apiKey']])));
        tell(['type' => 'failed', 'code' => $refusal->word, 'status' => $refusal->status, 'why' => $why]);
        return false;
    }
}

function settings_url(): string
{
    return admin_url('options-general.php?page=' . PAGE);
}

function settings_page(): void
{
    if (!current_user_can('manage_options')) {
        return;
    }
    echo '<div class="wrap"><h1>Live Call</h1>';
    show_state();
    echo '<form method="post" action="options.php" autocomplete="off">';
    settings_fields(PAGE);
    key_fields();
    echo '<h2>' . esc_html__('Agents', 'live-call') . '</h2>';
    foreach (options()['agents'] as $id => $agent) {
        agent_fields((string) $id, $agent + AGENT);
    }
    agent_fields('new', ['name' => ''] + AGENT);
    place_fields(options());
    limit_fields(options());
    submit_button();
    echo '</form>';
    check_form();
    echo '</div>';
}

/** What the owner should know before anything else. */
function show_state(): void
{
    if (api_key() === '') {
        notice('info', __('Paste your API key to begin. You get one at https://aistudio.google.com/apikey', 'live-call'));
    }
    // phpcs:ignore WordPress.Security.NonceVerification -- it only says again what has been found out.
    if (($_GET['checked'] ?? '') === 'ok') {
        notice('success', __('Google gives tokens for calls: the key and the model are right.', 'live-call'));
    }
    $trouble = last_trouble();
    if ($trouble !== null) {
        /* translators: 1: how long ago, as "5 mins"; 2: a code; 3: the reason, in English. */
        $text = __('The last refused call, %1$s ago: %2$s: %3$s', 'live-call');
        $text = sprintf($text, human_time_diff($trouble['at']), $trouble['code'], $trouble['why']);
        $kind = $trouble['code'] === 'origin-refused' ? 'warning' : 'error';
        notice($kind, $text . ' — ' . cure_of($trouble['code']));
    }
}

function notice(string $kind, string $text): void
{
    printf('<div class="notice notice-%s" role="status"><p>%s</p></div>', esc_attr($kind), esc_html($text));
}

function check_form(): void
{
    if (api_key() === '') {
        return;
    }
    $action = admin_url('admin-post.php');
    printf('<form method="post" action="%s"><input type="hidden" name="action" value="%s">', esc_url($action), esc_attr(CHECK));
    wp_nonce_field(CHECK);
    echo '<h2>' . esc_html__('Check', 'live-call') . '</h2><p>';
    echo esc_html__('Asks Google for a token, with the settings as they are saved.', 'live-call') . '</p>';
    choice('agent', MAIN, agent_names());
    submit_button(__('Check now', 'live-call'), 'secondary', 'check', false);
    echo '</form>';
}

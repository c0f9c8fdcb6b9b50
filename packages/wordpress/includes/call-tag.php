<?php
declare(strict_types=1);

namespace LiveCall\Plugin;

defined('ABSPATH') || exit;

/** What whoever places a call may choose. */
const CHOICES = [
    'agent' => '',
    'variant' => 'inline',
    'placement' => '',
    'captions' => '',
    'text' => '',
    'label' => '',
    'phone' => '',
];

const SCRIPT = 'live-call';

add_action('init', static function (): void {
    $in_footer = ['in_footer' => true, 'strategy' => 'defer'];
    wp_register_script(SCRIPT, plugins_url('assets/live-call.min.js', FILE), [], VERSION, $in_footer);
    // Keeps the room of a card until the script has run.
    wp_register_style(SCRIPT, plugins_url('assets/live-call.css', FILE), [], VERSION);
    // A card is narrower than most columns, and themes centre the block around it.
    wp_add_inline_style(SCRIPT, '.wp-block-live-call-call.aligncenter > live-call { margin-inline: auto }');
});

/** Has the page load the script; WordPress does so once, however often this is called. */
function load_script(): void
{
    wp_enqueue_script(SCRIPT);
    wp_enqueue_style(SCRIPT);
}

/** A call, for a page. Without a key, or as a feed or a mail, a page is better off with nothing. */
function call_tag(array $choices): string
{
    if (api_key() === '' || is_feed()) {
        return is_feed() ? '' : advice_for_owner();
    }
    load_script();
    $choices += CHOICES;
    $attributes = call_attributes(known_agent($choices['agent'])) + ['variant' => 'inline'];
    if ($choices['variant'] === 'floating') {
        $attributes['variant'] = 'floating';
        $is_known = in_array($choices['placement'], PLACEMENTS, true);
        $attributes['placement'] = $is_known ? $choices['placement'] : PLACEMENTS[0];
        has_floating_call(true);
    }
    if (is_on($choices['captions'])) {
        $attributes['captions'] = 'on';
    }
    if (is_on($choices['text'])) {
        $attributes['text-input'] = '';
    }
    return '<live-call' . to_html($attributes) . '>' . inside_call($choices) . '</live-call>';
}

/** What the plugin knows of an agent and a page may know, too: never its key, its instructions or its model. */
function call_attributes(string $agent): array
{
    $options = options();
    return array_filter([
        'token-url' => token_url($agent),
        'base-url' => base_url(),
        'agent-name' => agent_of($agent)['name'],
        'greeting' => agent_of($agent)['greeting'],
        'max-call' => (string) ($options['max_minutes'] * MINUTE_IN_SECONDS),
    ], 'strlen');
}

/** Without a host, so that it works under each name and scheme by which visitors come. */
function token_url(string $agent): string
{
    $url = rest_url(NAMESPACE_OF_ROUTE . '/token');
    $url = $agent === MAIN ? $url : add_query_arg('agent', rawurlencode($agent), $url);
    return strpos($url, home_url()) === 0 ? wp_make_link_relative($url) : $url;
}

function inside_call(array $choices): string
{
    $label = $choices['label'] === '' ? '' : '<span slot="start">' . esc_html($choices['label']) . '</span>';
    $digits = preg_replace('/[^+\d]/', '', $choices['phone']);
    if ($digits === '') {
        return $label;
    }
    $link = '<a slot="fallback" href="tel:%s">%s</a>';
    return $label . sprintf($link, esc_attr($digits), esc_html($choices['phone']));
}

function to_html(array $attributes): string
{
    $html = '';
    foreach ($attributes as $name => $value) {
        $html .= $value === '' ? " $name" : sprintf(' %s="%s"', $name, esc_attr($value));
    }
    return $html;
}

/** Whether this page has a floating call; `true` says that it has. */
function has_floating_call(bool $now = false): bool
{
    static $is_there = false;
    $is_there = $is_there || $now;
    return $is_there;
}

/** In the place of a call, for those who can set the key; visitors see nothing. */
function advice_for_owner(): string
{
    if (!current_user_can('manage_options')) {
        return '';
    }
    $url = admin_url('options-general.php?page=live-call');
    $text = __('A call will be here once there is a key. Only you see this line.', 'live-call');
    $link = sprintf('<a href="%s">%s</a>', esc_url($url), esc_html__('Settings of Live Call', 'live-call'));
    return '<p>' . esc_html($text) . " $link</p>";
}

/** Shortcodes say it in words. */
function is_on($value): bool
{
    return $value === true || in_array(strtolower(text_of($value)), ['1', 'on', 'true', 'yes'], true);
}

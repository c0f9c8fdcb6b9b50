<?php
// The three places of a call: a block, a shortcode, and the corner of every page.
declare(strict_types=1);

namespace LiveCall\Plugin;

defined('ABSPATH') || exit;

const BLOCK_SCRIPT = 'live-call-call-editor-script';

add_action('init', static function (): void {
    // On a page, the script comes with a call alone. The editor draws blocks in a frame of its own, which gets this.
    $arguments = is_admin() ? ['script_handles' => [SCRIPT], 'style_handles' => [SCRIPT]] : [];
    $arguments['render_callback'] = __NAMESPACE__ . '\render_block';
    register_block_type(dirname(FILE) . '/block', $arguments);
    wp_set_script_translations(BLOCK_SCRIPT, 'live-call', dirname(FILE) . '/languages');
});

add_action('enqueue_block_editor_assets', static function (): void {
    $agents = [];
    foreach (agent_names() as $id => $label) {
        $agents[] = ['id' => $id, 'label' => $label, 'name' => agent_of($id)['name']];
    }
    $json = wp_json_encode($agents, JSON_HEX_TAG);
    wp_add_inline_script(BLOCK_SCRIPT, "window.liveCallAgents = $json;", 'before');
});

function render_block(array $attributes): string
{
    $call = call_tag([
        'agent' => text_of($attributes['agent'] ?? ''),
        'variant' => text_of($attributes['variant'] ?? ''),
        'placement' => text_of($attributes['placement'] ?? ''),
        'captions' => text_of($attributes['captions'] ?? ''),
        'text' => text_of($attributes['textInput'] ?? ''),
        'label' => text_of($attributes['label'] ?? ''),
        'phone' => text_of($attributes['phone'] ?? ''),
    ]);
    // The wrapper carries what a theme does to blocks: its column, alignment and margins.
    return $call === '' ? '' : sprintf('<div %s>%s</div>', get_block_wrapper_attributes(), $call);
}

// [live_call agent="sales" variant="floating" captions="on" text="on" label="Call us" phone="+1 555 0100"]
add_shortcode('live_call', static function ($attributes): string {
    $given = shortcode_atts(CHOICES, is_array($attributes) ? $attributes : [], 'live_call');
    return call_tag(array_map(__NAMESPACE__ . '\text_of', $given));
});

// WordPress prints the scripts of the footer at 20.
add_action('wp_footer', static function (): void {
    $options = options();
    $is_wanted = $options['everywhere'] !== '' && !has_floating_call() && api_key() !== '';
    if (apply_filters('live_call_everywhere', $is_wanted)) {
        $choices = ['agent' => $options['everywhere'], 'variant' => 'floating', 'placement' => $options['placement']];
        // phpcs:ignore WordPress.Security.EscapeOutput -- call_tag has escaped each part.
        echo call_tag($choices);
    }
}, 5);

<?php
// Calls that people write as HTML: <live-call agent="sales"></live-call>.
declare(strict_types=1);

namespace LiveCall\Plugin;

defined('ABSPATH') || exit;

/**
 * What authors may write, whom WordPress lets write no scripts: how a call looks. Where its sound, its token and
 * its code go is the owner's to say, and so is what the model is told.
 */
const HARMLESS = [
    'agent', 'variant', 'placement', 'captions', 'text-input', 'talk', 'disabled', 'mic-muted', 'muted', 'agent-name',
    'class', 'id', 'lang', 'dir', 'hidden',
];

add_filter('wp_kses_allowed_html', static function ($tags, $context) {
    if ($context === 'post' && is_array($tags)) {
        $tags['live-call'] = array_fill_keys(HARMLESS, true);
        // What is inside the tag says by it where it belongs.
        foreach (['a', 'span', 'p', 'img', 'div'] as $name) {
            if (isset($tags[$name]) && is_array($tags[$name])) {
                $tags[$name]['slot'] = true;
            }
        }
    }
    return $tags;
}, 10, 2);

// Classic content, and the blocks of a theme's templates, which are no content.
add_filter('the_content', __NAMESPACE__ . '\complete_calls', 20);
add_filter('render_block_core/html', __NAMESPACE__ . '\complete_calls');
add_filter('widget_text_content', __NAMESPACE__ . '\complete_calls', 20);

/** Gives each call in $html that has no token-url the one of its agent, and the page its script. */
function complete_calls($html)
{
    if (!is_string($html) || stripos($html, '<live-call') === false) {
        return $html;
    }
    $value = '(?:\s*=\s*(?:"[^"]*"|\'[^\']*\'|[^\s>"\']+))?';
    return preg_replace_callback("~<live-call((?:\s+[^\s=>\"'/]+$value)*)\s*/?>~i", __NAMESPACE__ . '\complete_call', $html) ?? $html;
}

function complete_call(array $found): string
{
    $given = wp_kses_hair($found[1], wp_allowed_protocols());
    $is_whole = isset($given['token-url']);
    if (!$is_whole && api_key() === '') {
        return $found[0];
    }
    load_script();
    if ($is_whole) {
        return $found[0];
    }
    $agent = known_agent(text_of($given['agent']['value'] ?? ''));
    $written = preg_replace('~\sagent\s*=\s*(?:"[^"]*"|\'[^\']*\'|[^\s>"\']+)~i', '', $found[1]);
    $missing = array_diff_key(call_attributes($agent), $given);
    return '<live-call' . $written . to_html($missing) . '>';
}

<?php
declare(strict_types=1);

namespace LiveCall\Plugin;

defined('ABSPATH') || exit;

// A text for the owner's privacy policy, on the page "Privacy Policy Guide" of WordPress.
add_action('admin_init', static function (): void {
    if (!function_exists('wp_add_privacy_policy_content')) {
        return;
    }
    $paragraphs = [
        __('This site offers spoken calls with an AI model of Google (Gemini). A call begins only when you press its button and let your browser use the microphone.', 'live-call'),
        __('During a call your voice, what you type and what the model answers go straight from your browser to Google, which processes them by its own terms: https://ai.google.dev/gemini-api/terms. Google sees your IP address.', 'live-call'),
        __('This site itself receives neither sound nor words of a call. So that nobody can call without bound, it counts calls by your IP address, in a form from which the address cannot be read, for at most one day.', 'live-call'),
        __('Your browser may remember your choice of microphone and your consent. This plugin sets no cookies.', 'live-call'),
    ];
    $suggested = '<p class="privacy-policy-tutorial">'
        . esc_html__('Add how long Google may keep the data of your project, and why you offer calls.', 'live-call') . '</p>';
    $text = $suggested . '<p>' . implode('</p><p>', array_map('esc_html', $paragraphs)) . '</p>';
    wp_add_privacy_policy_content('Live Call', wp_kses_post($text));
});

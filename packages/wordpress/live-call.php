<?php
/**
 * Plugin Name: Live Call
 * Plugin URI: https://github.com/live-call/live-call
 * Description: A spoken call with a Gemini Live model on your pages: a block, a shortcode or a floating button. The API key stays on your server.
 * Version: 0.1.0
 * Requires at least: 6.1
 * Requires PHP: 7.4
 * Author: The live-call authors
 * License: MIT
 * License URI: https://opensource.org/license/mit
 * Text Domain: live-call
 * Domain Path: /languages
 */
declare(strict_types=1);

namespace LiveCall\Plugin;

defined('ABSPATH') || exit;

const VERSION = '0.1.0';
const FILE = __FILE__;

// The broker is packages/php/src; scripts/wordpress/make-plugin.mjs puts it here.
require_once __DIR__ . '/broker/core.php';
require_once __DIR__ . '/includes/options.php';
require_once __DIR__ . '/includes/sanitize.php';
require_once __DIR__ . '/includes/trouble.php';
require_once __DIR__ . '/includes/counters.php';
require_once __DIR__ . '/includes/token-route.php';
require_once __DIR__ . '/includes/call-tag.php';
require_once __DIR__ . '/includes/places.php';
require_once __DIR__ . '/includes/handwritten.php';
require_once __DIR__ . '/includes/settings-form.php';
require_once __DIR__ . '/includes/settings-page.php';
require_once __DIR__ . '/includes/privacy.php';

add_action('init', static function (): void {
    load_plugin_textdomain('live-call', false, dirname(plugin_basename(FILE)) . '/languages');
}, 1);

<?php
// Runs when the owner deletes the plugin: nothing of it stays, the key least of all.
declare(strict_types=1);

defined('WP_UNINSTALL_PLUGIN') || exit;

$live_call_options = ['live_call', 'live_call_secret', 'live_call_trouble', 'live_call_counters'];
$live_call_sites = is_multisite() ? get_sites(['fields' => 'ids', 'number' => 0]) : [get_current_blog_id()];

foreach ($live_call_sites as $live_call_site) {
    if (is_multisite()) {
        switch_to_blog($live_call_site);
    }
    array_map('delete_option', $live_call_options);
    if (is_multisite()) {
        restore_current_blog();
    }
}

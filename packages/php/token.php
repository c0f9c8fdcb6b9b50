<?php
// A token broker for <live-call> in one file, for any host with PHP 7.4 or newer. Put it beside your page.
// The key goes into live-call-config.php, one folder ABOVE the one that the web serves:
//   <?php return ['apiKey' => 'AIza…'];
// Any setting may stand there, too, and then counts for more than the same one here.
declare(strict_types=1);

namespace LiveCall;

$settings = <<<'JSON'
{
  "model": "gemini-3.8-live"
}
JSON;

require_once __DIR__ . '/src/core.php';

serve(read_settings($settings, [dirname($_SERVER['DOCUMENT_ROOT'] ?? __DIR__), dirname(__DIR__)]));

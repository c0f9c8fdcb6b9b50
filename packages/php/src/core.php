<?php
// A token broker for <live-call> in PHP 7.4 or newer. It answers as `createBroker` does, which
// test/brokers holds it to. Start with answer.php; the build makes one file of all: token.php.
declare(strict_types=1);

require_once __DIR__ . '/answer.php';
require_once __DIR__ . '/read-settings.php';
require_once __DIR__ . '/settings.php';
require_once __DIR__ . '/refusal.php';
require_once __DIR__ . '/cors.php';
require_once __DIR__ . '/origin.php';
require_once __DIR__ . '/body.php';
require_once __DIR__ . '/ticket.php';
require_once __DIR__ . '/caller.php';
require_once __DIR__ . '/authorize.php';
require_once __DIR__ . '/limits.php';
require_once __DIR__ . '/setup.php';
require_once __DIR__ . '/mint.php';
require_once __DIR__ . '/post.php';
require_once __DIR__ . '/locked-file.php';
require_once __DIR__ . '/store.php';
require_once __DIR__ . '/log.php';
require_once __DIR__ . '/redact.php';
require_once __DIR__ . '/serve.php';

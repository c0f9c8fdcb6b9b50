<?php
declare(strict_types=1);

namespace LiveCall;

/**
 * The settings of token.php: $json, and what live-call-config.php in one of $folders returns, which counts
 * for more. What is wrong with them stands in `problem`: a request gets it told, in the log.
 */
function read_settings(string $json, array $folders): array
{
    $settings = json_decode($json);
    if (!$settings instanceof \stdClass) {
        return ['problem' => 'the settings in token.php are not JSON; look for a comma or a quote too many or too few'];
    }
    $config = read_config($folders);
    $key = getenv('GEMINI_API_KEY') ?: $_SERVER['GEMINI_API_KEY'] ?? '';
    return $config + (array) $settings + ['apiKey' => $key];
}

function read_config(array $folders): array
{
    foreach (array_unique($folders) as $folder) {
        $file = "$folder/live-call-config.php";
        // A host may forbid to look there: https://www.php.net/open_basedir
        if (!@is_file($file)) {
            continue;
        }
        // What an editor left before `<?php`, such as the mark of UTF-8, must not get into the answer.
        ob_start();
        try {
            $config = require $file;
        } catch (\Throwable $error) {
            // Its message quotes the line, which may hold the key.
            return ['problem' => "$file: PHP cannot run line " . $error->getLine()];
        } finally {
            ob_end_clean();
        }
        return is_array($config) ? $config : ['problem' => "$file does not return [ … ]"];
    }
    return [];
}

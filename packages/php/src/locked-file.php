<?php
declare(strict_types=1);

namespace LiveCall;

/** Requests wait so long for each other, in seconds. */
const LOCK_WITHIN_SECONDS = 2;

/**
 * Has $change alter the array in $file, while no other request can read or write it. $change gets the
 * array by reference. A file that was cut off counts as empty.
 * @throws \RuntimeException where the file cannot be locked or written.
 */
function change_file(string $file, callable $change)
{
    $before = umask(0077);
    // Somebody else on a shared host may have put a link there, to a file of ours.
    $handle = is_link($file) ? false : @fopen($file, 'c+');
    umask($before);
    if ($handle === false) {
        throw new \RuntimeException("$file cannot be opened; name a folder that PHP may write to: folder");
    }
    try {
        lock($handle, $file);
        $data = json_decode((string) stream_get_contents($handle), true);
        $data = is_array($data) ? $data : [];
        $result = $change($data);
        write($handle, $file, to_json((object) $data));
        return $result;
    } finally {
        fclose($handle);
    }
}

/** `flock` by itself would wait for ever. */
function lock($handle, string $file): void
{
    $end = microtime(true) + LOCK_WITHIN_SECONDS;
    while (!flock($handle, LOCK_EX | LOCK_NB)) {
        if (microtime(true) > $end) {
            throw new \RuntimeException("$file cannot be locked");
        }
        usleep(random_int(1000, 10000));
    }
}

/** The old text is not cut off before the new one is there: on a full disk nobody must get his calls back. */
function write($handle, string $file, string $text): void
{
    rewind($handle);
    $is_written = fwrite($handle, $text) === strlen($text) && fflush($handle);
    if (!$is_written || !ftruncate($handle, strlen($text))) {
        throw new \RuntimeException("$file cannot be written");
    }
}

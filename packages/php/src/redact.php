<?php
declare(strict_types=1);

namespace LiveCall;

/** The longest line for the log, in characters. */
const MAX_WHY = 500;

/**
 * The words of somebody else, fit for a log: at most 200 characters, without $secrets and without
 * anything that looks like one.
 */
function quote(string $text, array $secrets): string
{
    $text = to_utf8(str_replace($secrets, '…', $text));
    // The address of a proxy may hold its password.
    $text = preg_replace('~//[^\s/@]*@~', '//…@', $text);
    $tokens = '~auth_tokens(?:/|%(?:25)*2F)[^\s"\'&?]+|\b(?:AIza|AQ\.|ya29\.|ek_|eyJ)[\w.\~+/=%-]+|[\w-]{32,}~i';
    $named = '~((?:key|token|secret|password|signature)["\']?(?:=|%3D|:\s*)["\']?|\b(?:bearer|basic)(?:\s+|%20))'
        . '([^\s"\'&,;})\]]+)~i';
    $text = preg_replace([$tokens, $named], ['…', '$1…'], $text);
    $text = preg_replace_callback('~[\w+/=]{24,}~', static function (array $found): string {
        return is_random($found[0]) ? '…' : $found[0];
    }, $text);
    return first($text, 200);
}

/** A run of the letters of base64 that no word, path or query looks like. */
function is_random(string $run): bool
{
    if (!preg_match('/\d/', $run) || !preg_match('/[A-Z]/', $run) || !preg_match('/[a-z]/', $run)) {
        return false;
    }
    return preg_match('/\+|=$/', $run) || preg_match('~(?:^|/)(?=[^/]*\d)(?=[^/]*[A-Z])[\w=]{12,}(?:/|$)~', $run);
}

/** Makes one plain line of $text, in which an origin or an error cannot hide anything from a terminal. */
function one_line(string $text): string
{
    return first(preg_replace('/[\p{C}\p{Z}]+/u', ' ', to_utf8($text)), MAX_WHY);
}

function first(string $text, int $length): string
{
    return preg_match('/^.{0,' . $length . '}/su', $text, $found) ? $found[0] : '';
}

function to_utf8(string $text): string
{
    return (string) json_decode((string) json_encode($text, JSON_INVALID_UTF8_SUBSTITUTE));
}

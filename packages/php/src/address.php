<?php
declare(strict_types=1);

namespace LiveCall;

/** The IP address that asked. Headers do not count, unless the owner says how many proxies of his write them. */
function address_of(array $request, int $trusted): string
{
    $written = array_map('trim', explode(',', header_of($request, 'x-forwarded-for')));
    $hops = array_values(array_filter($written, 'strlen'));
    if ($trusted > 0 && count($hops) >= $trusted) {
        return $hops[count($hops) - $trusted];
    }
    return $request['address'];
}

/** The key by which callers are told apart: one household has a whole /64 of IPv6 to itself. */
function network_of(string $address): string
{
    $bytes = @inet_pton(trim($address, '[]'));
    if ($bytes === false || $bytes === '') {
        return 'unknown';
    }
    $is_mapped = strpos($bytes, "\0\0\0\0\0\0\0\0\0\0\xff\xff") === 0;
    $bytes = $is_mapped ? substr($bytes, 12) : $bytes;
    return strlen($bytes) === 4 ? inet_ntop($bytes) : bin2hex(substr($bytes, 0, 8)) . '/64';
}

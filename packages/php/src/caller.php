<?php
declare(strict_types=1);

namespace LiveCall;

/**
 * Whom a request counts for: the $name that `authorize` gave, else its address, else everybody who has
 * neither. Yields `key`, which no two callers share, and `who`, for the owner.
 */
function caller_of(?string $name, array $request, int $trust_proxy): array
{
    if ($name !== null) {
        return ['key' => "name $name", 'who' => $name];
    }
    $is_behind_proxy = $trust_proxy === 0 && header_of($request, 'x-forwarded-for') !== '';
    $cure = $is_behind_proxy ? '; X-Forwarded-For says that a proxy is in front: set trustProxy' : '';
    $address = address_of($request, $trust_proxy);
    if ($address === '') {
        return ['key' => 'unknown', 'who' => 'all whose address is unknown, who count as one caller' . $cure];
    }
    $network = network_of($address);
    return ['key' => "address $network", 'who' => $network . $cure];
}

/**
 * The IP address that asked. Headers do not count, for whoever asks writes them, but for what $trusted
 * proxies of the owner have added to one, each at the right, some with a port.
 */
function address_of(array $request, int $trusted): string
{
    $written = array_map('trim', explode(',', header_of($request, 'x-forwarded-for')));
    $hops = array_slice(array_filter($written, 'strlen'), -$trusted);
    if ($trusted === 0 || $hops === []) {
        return $request['address'];
    }
    return preg_replace('/^\[(.*)\](:\d+)?$|^([\d.]+):\d+$/D', '$1$3', $hops[0]);
}

/** IPv4 whole, also inside of IPv6, and the first 64 bits of IPv6, for each home has all the addresses in them. */
function network_of(string $address): string
{
    $bare = preg_replace(['/^\[(.*)\]$/D', '/%.*$/D'], ['$1', ''], $address);
    $bytes = @inet_pton($bare);
    if ($bytes === false) {
        return $address;
    }
    // https://www.rfc-editor.org/rfc/rfc4291#section-2.5.5.2
    if (strpos($bytes, str_repeat("\0", 10) . "\xff\xff") === 0) {
        $bytes = substr($bytes, 12);
    }
    if (strlen($bytes) === 4) {
        return inet_ntop($bytes);
    }
    $groups = array_map('hexdec', str_split(bin2hex(substr($bytes, 0, 8)), 4));
    return implode(':', array_map('dechex', $groups)) . '::/64';
}

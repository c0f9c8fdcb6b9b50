<?php
declare(strict_types=1);

namespace LiveCall;

/**
 * Asks `authorize`, a function of the owner that has the last word on each request. Only `true`, or an
 * array with a `caller`, lets it through. Yields `caller` and `maxCall`, each or null.
 */
function ask_authorize(?callable $authorize, array $request, $body, bool $resumed): array
{
    $nobody = ['caller' => null, 'maxCall' => null];
    if ($authorize === null) {
        return $nobody;
    }
    try {
        $verdict = $authorize($request, ['body' => $body, 'resumed' => $resumed]);
    } catch (\Throwable $error) {
        $cause = get_class($error) . ': ' . $error->getMessage();
        throw new Refusal(500, 'authorize-failed', 'authorize failed', true, [], $cause);
    }
    if ($verdict === true) {
        return $nobody;
    }
    $verdict = is_array($verdict) ? $verdict : [];
    $caller = $verdict['caller'] ?? null;
    $max_call = $verdict['maxCall'] ?? null;
    if (!is_string($caller) || trim($caller) === '') {
        throw new Refusal(403, 'not-authorized', "authorize gave neither true nor ['caller' => '…']");
    }
    if ($max_call !== null && !is_call_length($max_call)) {
        throw new Refusal(403, 'not-authorized', 'authorize gave a maxCall that is no number of seconds');
    }
    return ['caller' => $caller, 'maxCall' => $max_call];
}

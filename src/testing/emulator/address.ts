/** The target of a request, by its path. */
export interface Address {
  /** The line dialled; `default` where the path names none. */
  readonly line: string;
  readonly version: string;
  /** `socket` opens a conversation, `tokens` mints an ephemeral token. */
  readonly service: 'socket' | 'constrained socket' | 'tokens';
  /** An API key or the name of an ephemeral token. */
  readonly credential: string;
}

// `new URL('//ws/…')` takes `ws` for a host, and the SDK sends two slashes: the raw string is matched.
const PATH =
  /^(?:\/line\/([^/?]+))?\/+(?:ws\/google\.ai\.generativelanguage\.(v\w+)\.GenerativeService\.(BidiGenerateContent(?:Constrained)?)|(v\w+)\/auth_tokens)(?:\?(.*))?$/;
const VERSION = /^v1(alpha|beta)?$/;

/** Reads the raw path and query of a request to the Live API; undefined where it is not one. */
export const readAddress = (url: string): Address | undefined => {
  const match = PATH.exec(url);
  const version = match?.[2] ?? match?.[4] ?? '';
  if (!match || !VERSION.test(version)) return undefined;
  const query = new URLSearchParams(match[5] ?? '');
  return {
    line: match[1] ?? 'default',
    version,
    service: match[4]
      ? 'tokens'
      : match[3] === 'BidiGenerateContent'
        ? 'socket'
        : 'constrained socket',
    credential: query.get('access_token') ?? query.get('key') ?? '',
  };
};

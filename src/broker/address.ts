/** Hosts pass this as the second argument of `fetch`, as far as it names the address that asked. */
interface HostInfo {
  /** https://docs.deno.com/api/deno/~/Deno.ServeHandlerInfo */
  readonly remoteAddr?: { readonly hostname?: unknown };
  /** https://bun.com/reference/bun/Server/requestIP */
  requestIP?(request: Request): { readonly address?: unknown } | null;
  /** https://github.com/honojs/node-server#accessing-nodejs-api */
  readonly incoming?: { readonly socket?: { readonly remoteAddress?: unknown } };
}

/** The IP address that asked, as far as the host tells. Headers do not count: whoever asks writes them. */
export function readAddress(request: Request, info: unknown): string | undefined {
  try {
    const address = fromWorkers(request) ?? fromHost(request, info);
    return typeof address === 'string' && address !== '' ? address : undefined;
  } catch {
    // Bun throws for a request that is over, and a host may be none of these.
    return undefined;
  }
}

function fromHost(request: Request, info: unknown): unknown {
  if (typeof info !== 'object' || info === null) return undefined;
  const host = info as HostInfo;
  return (
    host.remoteAddr?.hostname ??
    host.requestIP?.(request)?.address ??
    host.incoming?.socket?.remoteAddress
  );
}

/**
 * Cloudflare writes this header itself, but nobody else does:
 * https://developers.cloudflare.com/fundamentals/reference/http-headers/#cf-connecting-ip
 */
function fromWorkers(request: Request): string | null {
  const { userAgent } = (globalThis as { navigator?: { userAgent?: string } }).navigator ?? {};
  // https://developers.cloudflare.com/workers/runtime-apis/web-standards/#navigatoruseragent
  return userAgent === 'Cloudflare-Workers' ? request.headers.get('cf-connecting-ip') : null;
}

/** Hosts pass this as the second argument of `fetch`, as far as it names the address that asked. */
interface HostInfo {
  /** https://docs.deno.com/api/deno/~/Deno.ServeHandlerInfo */
  readonly remoteAddr?: { readonly hostname?: unknown };
  /** https://bun.com/reference/bun/Server/requestIP */
  requestIP?(request: Request): { readonly address?: unknown } | null;
  /** https://github.com/honojs/node-server#accessing-nodejs-api */
  readonly incoming?: { readonly socket?: { readonly remoteAddress?: unknown } };
}

/**
 * The IP address that asked, as far as the host tells. Headers do not count, for whoever asks writes them,
 * but for what `trustProxy` proxies of the owner have added to one.
 */
export function readAddress(
  request: Request,
  info: unknown,
  trustProxy: number,
): string | undefined {
  try {
    const address =
      fromProxies(request, trustProxy) ?? fromWorkers(request) ?? fromHost(request, info);
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
 * Each proxy adds the address that asked it at the right, some with its port. What is left of those of the owner's
 * proxies is hearsay: https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/X-Forwarded-For#selecting_an_ip_address
 */
function fromProxies({ headers }: Request, trustProxy: number): string | undefined {
  if (trustProxy === 0) return undefined;
  const list = (headers.get('x-forwarded-for') ?? '').split(',').map((entry) => entry.trim());
  const [address] = list.filter(Boolean).slice(-trustProxy);
  return address?.replace(/^\[(.*)\](:\d+)?$|^([\d.]+):\d+$/, '$1$3');
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

/** A request of `node:http` or of what builds on it, as far as a broker needs it. */
export interface NodeRequest extends AsyncIterable<Uint8Array> {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/** The answer to it. */
export interface NodeResponse {
  readonly headersSent: boolean;
  statusCode: number;
  setHeader(name: string, value: string): unknown;
  end(text: string): unknown;
}

type Fetch = (request: Request, info: { readonly incoming: NodeRequest }) => Promise<Response>;

/** Answers a request of Node by `fetch`. It never rejects: Express 4 would leave the process to end over it. */
export async function answerNode(
  fetch: Fetch,
  incoming: NodeRequest,
  outgoing: NodeResponse,
): Promise<void> {
  const response = await fetch(toRequest(incoming), { incoming });
  // Something else, such as a time limit of the host, has answered meanwhile.
  if (outgoing.headersSent) return;
  outgoing.statusCode = response.status;
  response.headers.forEach((value, name) => void outgoing.setHeader(name, value));
  // The rest of a body that is too long or too slow is not waited for.
  if ([408, 413].includes(response.status)) outgoing.setHeader('connection', 'close');
  outgoing.end(await response.text());
}

function toRequest(incoming: NodeRequest): Request {
  const { method, headers } = incoming;
  // HTTP/2 has fields such as `:path` among the headers: https://nodejs.org/api/http2.html#headers-object
  const fields = Object.entries(headers).filter(([name, value]) => value && !name.startsWith(':'));
  const init = {
    headers: fields.map(([name, value]): [string, string] => [name, String(value)]),
    // No Request takes TRACE, and the broker refuses it as it does GET.
    method: method === 'POST' || method === 'OPTIONS' ? method : 'GET',
  };
  const url = addressOf(incoming);
  if (method !== 'POST') return new Request(url, init);
  // TypeScript does not know `duplex`, which a stream needs: https://fetch.spec.whatwg.org/#dom-requestinit-duplex
  return new Request(url, { ...init, body: toStream(incoming), duplex: 'half' } as RequestInit);
}

/**
 * The host is the one that `Host` names and nothing else: a target such as `//evil.example` is a path here.
 * A `Host` that is none stands for an address that nobody has: https://www.rfc-editor.org/rfc/rfc6761#section-6.4
 */
function addressOf({ url = '', headers, socket }: NodeRequest): string {
  const scheme = 'encrypted' in socket && socket.encrypted ? 'https' : 'http';
  const host = String(headers[':authority'] ?? headers['host']);
  const address = `${scheme}://${host}${url.startsWith('/') ? url : '/'}`;
  return /^[\w.:[\]-]+$/.test(host) && URL.canParse(address) ? address : 'http://host.invalid/';
}

/** Cancelling it leaves the socket open, for the answer. */
function toStream(incoming: NodeRequest): ReadableStream<Uint8Array> {
  const pieces = incoming[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
}

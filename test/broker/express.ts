import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { json as parse } from 'node:stream/consumers';

type Request = IncomingMessage & { body?: unknown };
type Handler = (request: Request, response: ServerResponse, next: () => Promise<void>) => unknown;

/** As much of Express (https://expressjs.com) as the recipe of docs/broker.md uses; we do not install it. */
export function express() {
  const layers: Handler[] = [];
  const run = async (index: number, request: Request, response: ServerResponse): Promise<void> => {
    await layers[index]?.(request, response, () => run(index + 1, request, response));
  };
  return {
    use: (handler: Handler) => layers.push(handler),
    all: (path: string, handler: Handler) =>
      layers.push((request, response, next) =>
        request.url === path ? handler(request, response, next) : next(),
      ),
    listen: (port: number): Server =>
      createServer((request, response) => void run(0, request, response)).listen(port),
  };
}

/** Reads the stream to its end, and leaves the result at `body`; a request without a body passes by. */
express.json = (): Handler => async (request, _, next) => {
  if (request.method === 'POST') request.body = await parse(request);
  await next();
};

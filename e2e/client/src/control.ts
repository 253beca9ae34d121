import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What can be asked of a running load. Each answer is sent as JSON, texts as they are. */
export type ControlHandlers = {
  state(): unknown;
  mark(name: string): unknown;
  /** May be asked again: gives the same summary. */
  finish(): Promise<unknown>;
  /** Lines of JSON. */
  history?(): string;
};

type Answer = { readonly status: number; readonly body: unknown };

/**
 * Serves `GET /state`, `GET /history`, `POST /mark?name=…` and `POST /finish`. It has no authentication: the API server's pod proxy is
 * its way in, and in a test cluster only.
 *
 * @param port 0 takes a free one, which the result names
 */
export async function serveControl(handlers: ControlHandlers, port: number): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer((request, response) => {
    answer(request, handlers).then(
      (result) => send(response, result),
      (error: unknown) => send(response, { status: 500, body: { error: error instanceof Error ? error.message : String(error) } }),
    );
  });
  server.listen(port);
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

async function answer({ method, url }: IncomingMessage, handlers: ControlHandlers): Promise<Answer> {
  const { pathname, searchParams } = new URL(url ?? '/', 'http://control');
  switch (`${method} ${pathname}`) {
    case 'GET /state':
      return { status: 200, body: handlers.state() };
    case 'GET /history':
      return handlers.history ? { status: 200, body: handlers.history() } : { status: 404, body: { error: 'This load keeps no history' } };
    case 'POST /mark': {
      const name = searchParams.get('name');
      if (!name) return { status: 400, body: { error: 'A mark needs a name: POST /mark?name=…' } };
      return { status: 200, body: handlers.mark(name) };
    }
    case 'POST /finish':
      return { status: 200, body: await handlers.finish() };
    default:
      return {
        status: 404,
        body: { error: `There is no ${method} ${pathname}: GET /state, GET /history, POST /mark?name=…, POST /finish` },
      };
  }
}

function send(response: ServerResponse, { status, body }: Answer): void {
  const isText = typeof body === 'string';
  const type = isText ? 'application/x-ndjson' : 'application/json';
  response.writeHead(status, { 'content-type': type }).end(isText ? body : `${JSON.stringify(body)}\n`);
}

import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { type Asked, isWrite } from './asked.ts';
import { type Exchange, type Fault, firstOf, type Reply } from './fault.ts';
import { OpenWatch } from './open-watch.ts';
import type { Traffic } from './traffic.ts';
import type { Upstream } from './upstream.ts';

export type ExchangeContext = {
  readonly upstream: Upstream;
  readonly traffic: Traffic;
  /** Those that are set at this moment. */
  readonly faults: () => readonly Fault[];
  readonly watches: Set<OpenWatch>;
};

type Client = { readonly request: IncomingMessage; readonly response: ServerResponse; readonly gone: AbortSignal };

/** Carries one request out, as far as the faults let it. Resolves when nothing of it is open any more; never rejects. */
export async function carryOut(context: ExchangeContext, asked: Asked, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  const closed = new Promise<void>((resolve) => {
    response.once('close', () => {
      gone.abort();
      resolve();
    });
  });
  response.on('error', () => {});
  const client = { request, response, gone: gone.signal };
  const exchange: Exchange = { ...asked, write: context.traffic.note(asked) };
  try {
    const body = await buffer(request);
    const said = firstOf(context.faults(), (fault) => fault.intercept?.(exchange));
    if (said === 'cut') response.destroy();
    else if (said === undefined) await forward(context, exchange, client, body);
    else if (said !== 'hang') respond(response, said);
  } catch {
    // Either side went away: to the client both look as if the server had.
    response.destroy();
  }
  await closed;
}

async function forward(context: ExchangeContext, exchange: Exchange, client: Client, body: Buffer): Promise<void> {
  const { request, response, gone } = client;
  const answer = await context.upstream.send({
    method: exchange.method,
    target: request.url ?? '/',
    // Node itself tells no length for a DELETE, and the API server would take its body for the next request.
    headers: { ...forwardedHeaders(exchange, request.headers), ...(body.length === 0 ? {} : { 'content-length': body.length }) },
    ...(body.length === 0 ? {} : { body }),
    // A write that was sent takes effect, whether or not its client still listens.
    ...(isWrite(exchange) ? {} : { signal: gone }),
  });
  const status = answer.statusCode ?? 502;
  if (exchange.verb === 'watch' && status === 200) {
    response.writeHead(status, answerHeaders(answer.headers));
    await follow(context, new OpenWatch(exchange, answer, response, context.faults));
    return;
  }
  const text = await buffer(answer);
  if (exchange.write !== undefined) context.traffic.noteAnswer(exchange.write, status);
  const said = firstOf(context.faults(), (fault) => fault.answered?.(exchange, status));
  if (said === 'cut') response.destroy();
  else if (!response.destroyed) response.writeHead(status, answerHeaders(answer.headers)).end(text);
}

async function follow({ watches }: ExchangeContext, watch: OpenWatch): Promise<void> {
  watches.add(watch);
  await watch.run();
  watches.delete(watch);
}

function respond(response: ServerResponse, { status, headers = {}, body }: Reply): void {
  response.writeHead(status, headers).end(body);
}

const ofOneConnection = new Set(['connection', 'keep-alive', 'transfer-encoding', 'te', 'upgrade', 'content-length', 'host', 'expect']);

// Whoever the client says it is, the API server sees the proxy's own identity.
function forwardedHeaders({ verb }: Asked, headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const isForwarded = (name: string) =>
    !ofOneConnection.has(name) && name !== 'authorization' && !name.startsWith('impersonate-') && !isUnreadable(name, verb);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => isForwarded(name)));
}

// A compressed watch has no lines.
function isUnreadable(name: string, verb: Asked['verb']): boolean {
  return name === 'accept-encoding' && verb === 'watch';
}

function answerHeaders(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ofOneConnection.has(name)));
}

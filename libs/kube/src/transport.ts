import { type Dispatcher, request } from 'undici';
import { type Connections, createConnections } from './connections.ts';
import type { Credentials } from './credentials.ts';
import { errorFromAnswer, KubeError } from './errors.ts';

export type Call = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: object;
  readonly contentType?: string;
  readonly signal?: AbortSignal | undefined;
};

/** One finished request. `code` is the HTTP status, or '<error>' where no answer came; `seconds` last until the answer's head. */
export type RequestReport = { readonly method: string; readonly code: string; readonly host: string; readonly seconds: number };

export type Transport = {
  /** The answer's JSON. @throws KubeError; the signal's reason where the caller aborted */
  call<T>(call: Call): Promise<T>;
  /** The answer's body as it comes, for as long as the signal allows. */
  stream(call: Call & { readonly signal: AbortSignal }): Promise<AsyncIterable<Uint8Array>>;
  close(): Promise<void>;
};

export type TransportOptions = {
  readonly credentials: Credentials;
  readonly userAgent: string;
  readonly requestTimeoutMs: number;
  readonly onRequest?: ((report: RequestReport) => void) | undefined;
};

export function createTransport(options: TransportOptions): Transport {
  const connections = createConnections();
  return {
    async call<T>(call: Call) {
      const deadline = AbortSignal.timeout(options.requestTimeoutMs);
      const signal = call.signal === undefined ? deadline : AbortSignal.any([call.signal, deadline]);
      try {
        const answer = await send(options, connections, call, signal);
        return (await answer.body.json()) as T;
      } catch (error) {
        throw explain(error, call, deadline, options.requestTimeoutMs);
      }
    },
    async stream(call) {
      const connected = new AbortController();
      const timer = setTimeout(() => connected.abort(), options.requestTimeoutMs);
      try {
        const answer = await send(options, connections, call, AbortSignal.any([call.signal, connected.signal]));
        return answer.body;
      } catch (error) {
        throw explain(error, call, connected.signal, options.requestTimeoutMs);
      } finally {
        clearTimeout(timer);
      }
    },
    close: () => connections.close(),
  };
}

async function send(
  options: TransportOptions,
  connections: Connections,
  call: Call,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  const { headers, tls } = await options.credentials.read();
  signal.throwIfAborted();
  const startedMs = performance.now();
  let code = '<error>';
  try {
    const answer = await request(urlOf(options.credentials.server, call), {
      dispatcher: connections.agentFor(tls),
      method: call.method,
      headers: {
        ...headers,
        accept: 'application/json',
        'user-agent': options.userAgent,
        ...(call.body === undefined ? {} : { 'content-type': call.contentType ?? 'application/json' }),
      },
      body: call.body === undefined ? null : JSON.stringify(call.body),
      signal,
    });
    code = String(answer.statusCode);
    if (answer.statusCode < 400) return answer;
    const retryAfter = answer.headers['retry-after'];
    throw errorFromAnswer(call, answer.statusCode, await answer.body.text(), typeof retryAfter === 'string' ? retryAfter : undefined);
  } finally {
    report(options, call, code, (performance.now() - startedMs) / 1000);
  }
}

function report({ onRequest, credentials }: TransportOptions, { method }: Call, code: string, seconds: number): void {
  onRequest?.({ method, code, host: new URL(credentials.server).host, seconds });
}

function urlOf(server: string, { path, query }: Call): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) search.set(name, String(value));
  return search.size === 0 ? `${server}${path}` : `${server}${path}?${search}`;
}

function explain(error: unknown, call: Call, deadline: AbortSignal, timeoutMs: number): unknown {
  if (error instanceof KubeError) return error;
  // The caller knows why it gave up; its reason must not look like the server's fault.
  if (call.signal?.aborted) return call.signal.reason;
  const what = `${call.method} ${call.path}`;
  if (deadline.aborted) {
    return new KubeError({ code: 'Timeout', status: 0, message: `${what}: no answer within ${timeoutMs} ms`, cause: error });
  }
  const why = error instanceof Error ? error.message || error.name : String(error);
  return new KubeError({ code: 'Unreachable', status: 0, message: `${what}: ${why}`, cause: error });
}

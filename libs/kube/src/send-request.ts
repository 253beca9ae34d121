import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type Dispatcher, request } from 'undici';
import type { Connections } from './connections.ts';
import type { Credentials } from './credentials.ts';
import { errorFromAnswer, type KubeError } from './errors.ts';

export type Call = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: object;
  readonly contentType?: string;
  /** Media types of the answer. Default: JSON. */
  readonly accept?: string;
  readonly signal?: AbortSignal | undefined;
  /** The answer may come compressed; to be read with `readText`. */
  readonly acceptsGzip?: boolean;
};

/** One finished request. `code` is the HTTP status, or '<error>' where no answer came; `seconds` last until the answer's head. */
export type RequestReport = {
  readonly method: string;
  readonly code: string;
  readonly host: string;
  readonly seconds: number;
  /** Of a refusal: the code of its KubeError. */
  readonly reason?: string;
};

export type SendOptions = {
  readonly credentials: Credentials;
  readonly userAgent: string;
  readonly onRequest?: ((report: RequestReport) => void) | undefined;
};

/** Sends one request, once. @throws KubeError for an answer that is no success; whatever keeps an answer from coming */
export async function sendRequest(
  options: SendOptions,
  connections: Connections,
  call: Call,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  const { headers, tls } = await options.credentials.read();
  signal.throwIfAborted();
  const startedMs = performance.now();
  let code = '<error>';
  let refusal: KubeError | undefined;
  try {
    const answer = await request(urlOf(options.credentials.server, call), {
      dispatcher: connections.agentFor(tls),
      method: call.method,
      headers: {
        ...headers,
        accept: call.accept ?? 'application/json',
        'accept-encoding': call.acceptsGzip ? 'gzip' : 'identity',
        'user-agent': options.userAgent,
        ...(call.body === undefined ? {} : { 'content-type': call.contentType ?? 'application/json' }),
      },
      body: call.body === undefined ? null : JSON.stringify(call.body),
      signal,
    });
    code = String(answer.statusCode);
    if (answer.statusCode < 400) return answer;
    const retryAfter = answer.headers['retry-after'];
    refusal = errorFromAnswer(call, answer.statusCode, await readText(answer), typeof retryAfter === 'string' ? retryAfter : undefined);
    throw refusal;
  } finally {
    options.onRequest?.({
      method: call.method,
      code,
      host: hostOf(options.credentials),
      seconds: (performance.now() - startedMs) / 1000,
      ...(refusal !== undefined && { reason: refusal.code }),
    });
  }
}

const unzip = promisify(gunzip);

/**
 * The whole text of an answer. API servers compress what is above 128 KiB: measured on lists of 5000 objects, a
 * twentieth of the bytes, for no more time or work on either side.
 */
export async function readText({ headers, body }: Dispatcher.ResponseData): Promise<string> {
  if (headers['content-encoding'] !== 'gzip') return body.text();
  return (await unzip(await body.arrayBuffer())).toString('utf8');
}

export function hostOf({ server }: Credentials): string {
  return new URL(server).host;
}

function urlOf(server: string, { path, query }: Call): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) search.set(name, String(value));
  return search.size === 0 ? `${server}${path}` : `${server}${path}?${search}`;
}

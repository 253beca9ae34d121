import { type Connections, createConnections } from './connections.ts';
import { KubeError } from './errors.ts';
import { repeatWhilePutOff } from './put-off.ts';
import { defaultRateLimit, type RateLimit, RateLimiter } from './rate-limiter.ts';
import { type Call, hostOf, readText, type SendOptions, sendRequest } from './send-request.ts';

/** A request that was let through by the client's own rate limit, after `seconds`, which are mostly 0. */
export type ThrottleReport = { readonly method: string; readonly host: string; readonly seconds: number };

export type Transport = {
  /** The answer's JSON. A read that the server puts off is repeated. @throws KubeError; the signal's reason where the caller aborted */
  call<T>(call: Call): Promise<T>;
  /** The answer's body as it comes, for as long as the signal allows. It never waits for the rate limit. */
  stream(call: Call & { readonly signal: AbortSignal }): Promise<AsyncIterable<Uint8Array>>;
  close(): Promise<void>;
};

export type TransportOptions = SendOptions & {
  readonly requestTimeoutMs: number;
  readonly rateLimit?: RateLimit | 'none' | undefined;
  readonly onThrottle?: ((report: ThrottleReport) => void) | undefined;
};

// A renewal that waits behind a burst of other writes costs the leadership. Leases limit themselves, by their period.
const leasesPath = '/apis/coordination.k8s.io/';

type Line = {
  readonly options: TransportOptions;
  readonly connections: Connections;
  readonly closing: AbortController;
  /** Waits for the rate limit, where it applies. */
  admit(call: Call, signal: AbortSignal): Promise<void>;
};

export function createTransport(options: TransportOptions): Transport {
  const { rateLimit = defaultRateLimit } = options;
  const limiter = rateLimit === 'none' ? undefined : new RateLimiter(rateLimit);
  const host = hostOf(options.credentials);
  const line: Line = {
    options,
    connections: createConnections(),
    closing: new AbortController(),
    async admit({ path, method }, signal) {
      if (limiter === undefined || path.startsWith(leasesPath)) return;
      const waitedMs = await limiter.take(signal);
      options.onThrottle?.({ method, host, seconds: waitedMs / 1000 });
    },
  };
  return {
    call: (call) => answerTo(line, call),
    stream: (call) => streamOf(line, call),
    async close() {
      const message = 'the client was closed: connect anew to go on';
      line.closing.abort(new KubeError({ code: 'Closed', status: 0, message, retry: 'terminal' }));
      await line.connections.close();
    },
  };
}

async function answerTo<T>(line: Line, call: Call): Promise<T> {
  const { requestTimeoutMs } = line.options;
  const wanted = anyOf(line.closing.signal, call.signal);
  await line.admit(call, wanted);
  // Begins here: the time is the server's, and the wait before was ours.
  const deadline = AbortSignal.timeout(requestTimeoutMs);
  const endMs = performance.now() + requestTimeoutMs;
  const signal = AbortSignal.any([wanted, deadline]);
  const attempt = async () => {
    const answer = await sendRequest(line.options, line.connections, { ...call, acceptsGzip: true }, signal);
    return JSON.parse(await readText(answer)) as T;
  };
  try {
    if (call.method !== 'GET') return await attempt();
    return await repeatWhilePutOff(attempt, { signal, endMs, admit: () => line.admit(call, signal) });
  } catch (error) {
    throw explain(error, call, wanted, deadline, requestTimeoutMs);
  }
}

async function streamOf(line: Line, call: Call & { readonly signal: AbortSignal }): Promise<AsyncIterable<Uint8Array>> {
  const { requestTimeoutMs } = line.options;
  const wanted = anyOf(line.closing.signal, call.signal);
  // Only until it is open: from then on, silence is what the watch itself looks out for.
  const connected = new AbortController();
  const timer = setTimeout(() => connected.abort(), requestTimeoutMs);
  try {
    return (await sendRequest(line.options, line.connections, call, AbortSignal.any([wanted, connected.signal]))).body;
  } catch (error) {
    throw explain(error, call, wanted, connected.signal, requestTimeoutMs);
  } finally {
    clearTimeout(timer);
  }
}

function anyOf(closing: AbortSignal, asked: AbortSignal | undefined): AbortSignal {
  return asked === undefined ? closing : AbortSignal.any([asked, closing]);
}

function explain(error: unknown, call: Call, wanted: AbortSignal, deadline: AbortSignal, timeoutMs: number): unknown {
  if (error instanceof KubeError) return error;
  // The caller knows why it gave up; its reason must not look like the server's fault.
  if (wanted.aborted) return wanted.reason;
  const what = `${call.method} ${call.path}`;
  if (deadline.aborted) {
    return new KubeError({ code: 'Timeout', status: 0, message: `${what}: no answer within ${timeoutMs} ms`, cause: error });
  }
  const why = error instanceof Error ? error.message || error.name : String(error);
  return new KubeError({ code: 'Unreachable', status: 0, message: `${what}: ${why}`, cause: error });
}

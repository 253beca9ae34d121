import type { PrometheusPort, Query, Server } from './port.ts';

export type PoolOptions = {
  /** Questions to one server at a time. Default 8. */
  readonly inFlight?: number;
  /** For how long an answer is good for whoever asks the same. Default 1000. */
  readonly freshMs?: number;
  /** For how long a question waits for its turn. Default 5000. */
  readonly longestWaitMs?: number;
  /** Monotonic milliseconds. */
  readonly now?: () => number;
};

type Answered = ReturnType<PrometheusPort['ask']>;
type Asked = { readonly answer: Answered; expiresMs: number };
type Line = { running: number; readonly waiting: (() => void)[] };

/** Asks a server the same thing once for all who ask it at a time, and only so much at once. */
export function createQueryPool(port: PrometheusPort, options: PoolOptions = {}): PrometheusPort {
  const { inFlight = 8, freshMs = 1000, longestWaitMs = 5000, now = () => performance.now() } = options;
  const asked = new Map<string, Asked>();
  const lines = new Map<string, Line>();

  async function inTurn(server: Server, query: Query): Answered {
    const line = lineOf(server.url.host);
    if (line.running < inFlight) line.running += 1;
    else if (!(await waitIn(line, longestWaitMs))) return { error: `more is asked of ${server.url.host} than it answers` };
    try {
      return await port.ask(server, query);
    } finally {
      // Who waits takes the place over: nobody comes in between.
      const next = line.waiting.shift();
      if (next === undefined) line.running -= 1;
      else next();
    }
  }

  function lineOf(host: string): Line {
    const line = lines.get(host) ?? { running: 0, waiting: [] };
    lines.set(host, line);
    return line;
  }

  return {
    ask(server, query) {
      const nowMs = now();
      for (const [key, { expiresMs }] of asked) if (expiresMs <= nowMs) asked.delete(key);
      const key = JSON.stringify([server.url.href, server.authorization, server.tls, query]);
      const known = asked.get(key);
      if (known !== undefined) return known.answer;
      const entry: Asked = { answer: inTurn(server, query), expiresMs: Number.POSITIVE_INFINITY };
      asked.set(key, entry);
      void entry.answer.finally(() => {
        entry.expiresMs = now() + freshMs;
      });
      return entry.answer;
    },
    close: () => port.close(),
  };
}

/** Whether the turn came in time. */
function waitIn({ waiting }: Line, longestMs: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const enter = () => resolve(true);
  waiting.push(enter);
  const timer = setTimeout(() => {
    const at = waiting.indexOf(enter);
    if (at >= 0) waiting.splice(at, 1);
    resolve(false);
  }, longestMs);
  return promise.finally(() => clearTimeout(timer));
}

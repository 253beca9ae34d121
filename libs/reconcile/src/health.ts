import { createServer, type Server } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Registry } from 'prom-client';

export type HealthOptions = {
  /** 0: any free one. */
  readonly port: number;
  /** Default: all addresses. */
  readonly host?: string;
  readonly registry: Registry;
  /** What is wrong, if anything: names and remedies for a person. */
  readonly problems: () => readonly string[];
  /** What is still missing before work can begin; a standby that only waits for leadership misses nothing. */
  readonly missing: () => readonly string[];
};

export type HealthServer = { readonly port: number; close(): Promise<void> };

const longestLagMs = 5000;

/** Serves /healthz, /readyz and /metrics. */
export async function startHealthServer(options: HealthOptions): Promise<HealthServer> {
  const lag = monitorEventLoopDelay({ resolution: 100 });
  lag.enable();

  function problems(): readonly string[] {
    const lagMs = lag.max / 1e6;
    lag.reset();
    return lagMs > longestLagMs ? [...options.problems(), `the event loop stood still for ${Math.round(lagMs)} ms`] : options.problems();
  }

  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0];
    if (path === '/healthz') answerProbe(problems());
    else if (path === '/readyz') answerProbe(options.missing());
    else if (path === '/metrics') answerMetrics();
    else response.writeHead(404).end('use /healthz, /readyz or /metrics\n');

    function answerProbe(failures: readonly string[]): void {
      response.writeHead(failures.length === 0 ? 200 : 503, { 'content-type': 'text/plain' });
      response.end(failures.length === 0 ? 'ok\n' : `${failures.join('\n')}\n`);
    }

    function answerMetrics(): void {
      options.registry.metrics().then(
        (text) => response.writeHead(200, { 'content-type': options.registry.contentType }).end(text),
        (error: unknown) => response.writeHead(500).end(`${error}\n`),
      );
    }
  });
  const port = await listen(server, options);
  return {
    port,
    async close() {
      lag.disable();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function listen(server: Server, { port, host }: HealthOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

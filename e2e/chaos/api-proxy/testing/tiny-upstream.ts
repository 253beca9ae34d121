import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export type Received = {
  readonly method: string;
  readonly target: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
};

/** A server for what the proxy must do with bytes and connections; what an API server says is tested on a real one. */
export type TinyUpstream = {
  readonly kubeconfigPath: string;
  readonly received: readonly Received[];
  /** Watches that are open, in the order in which they came. */
  readonly watches: readonly ServerResponse[];
  stop(): Promise<void>;
};

/** Watches stay open and empty; everything else is answered with what was sent. */
export async function startTinyUpstream(): Promise<TinyUpstream> {
  const received: Received[] = [];
  const watches: ServerResponse[] = [];
  const server = createServer(async (request, response) => {
    const { method = '', url: target = '', headers } = request;
    const body = await text(request);
    received.push({ method, target, headers, body });
    response.setHeader('content-type', 'application/json');
    if (!target.includes('watch=true')) return response.end(JSON.stringify({ method, target, body }));
    response.flushHeaders();
    watches.push(response);
    return response.once('close', () => watches.splice(watches.indexOf(response), 1));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const folder = await mkdtemp(join(tmpdir(), 'tiny-upstream-'));
  const kubeconfigPath = join(folder, 'kubeconfig');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const config = {
    clusters: [{ name: 'c', cluster: { server: url, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'u', user: { token: 'secret' } }],
    contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'c',
  };
  await writeFile(kubeconfigPath, JSON.stringify(config));
  return {
    kubeconfigPath,
    received,
    watches,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
}

/** A line of a watch, with its end. */
export function eventLine(type: string, name: string, resourceVersion: number): string {
  const metadata = type === 'BOOKMARK' ? {} : { name, uid: `uid-${name}` };
  return `${JSON.stringify({ type, object: { metadata: { ...metadata, resourceVersion: `${resourceVersion}` } } })}\n`;
}

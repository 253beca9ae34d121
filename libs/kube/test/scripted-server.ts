import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Asked = { readonly method: string; readonly url: URL; readonly headers: IncomingMessage['headers']; readonly body: string };

/** An HTTP server that answers as its test says and counts connections, for what a real API server does not do on demand. */
export class ScriptedServer {
  handle: (asked: Asked, response: ServerResponse) => void = (_asked, response) => answer(response, 200, {});
  /** Connections that were ever opened. */
  connections = 0;
  readonly open = new Set<Socket>();
  readonly folder = mkdtempSync(join(tmpdir(), 'kube-client-'));
  readonly kubeconfig = join(this.folder, 'config');
  readonly server: Server;
  url = '';

  constructor(tls?: ServerOptions) {
    const listener = (request: IncomingMessage, response: ServerResponse) => this.#read(request, response);
    this.server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
    this.server.on(tls === undefined ? 'connection' : 'secureConnection', (socket: Socket) => {
      this.connections += 1;
      this.open.add(socket);
      socket.on('close', () => this.open.delete(socket));
    });
  }

  /** Listens on a free port and writes a kubeconfig that leads there. */
  async start(cluster: object = { 'insecure-skip-tls-verify': true }, user: object = { token: 'first' }): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const address = this.server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    this.url = `${this.server instanceof Object && 'setSecureContext' in this.server ? 'https' : 'http'}://127.0.0.1:${port}`;
    this.writeKubeconfig(cluster, user);
  }

  writeKubeconfig(cluster: object, user: object): void {
    const config = {
      clusters: [{ name: 'c', cluster: { server: this.url, ...cluster } }],
      users: [{ name: 'u', user }],
      contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
      'current-context': 'c',
    };
    writeFileSync(this.kubeconfig, JSON.stringify(config));
  }

  async stop(): Promise<void> {
    rmSync(this.folder, { recursive: true });
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  #read(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '', 'http://server');
      this.handle({ method: request.method ?? '', url, headers: request.headers, body: Buffer.concat(chunks).toString() }, response);
    });
  }
}

export function answer(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** The body of a refusal. */
export function statusBody(code: number, reason: string, details: object = { name: 'p' }): object {
  return { kind: 'Status', code, reason, message: reason, details };
}

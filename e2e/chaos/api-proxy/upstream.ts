import { Agent as HttpAgent, request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { loadCredentials } from '@dataservices/kube';

export type UpstreamRequest = {
  readonly method: string;
  /** Path with its query. */
  readonly target: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: Uint8Array;
  /** Gives the request up, unless the answer's head is there. */
  readonly signal?: AbortSignal;
};

/** The API server behind the proxy, reached with the credentials of a kubeconfig. */
export type Upstream = {
  readonly server: string;
  /** @returns the answer when its head is there, whatever its status @throws Error where no answer comes */
  send(request: UpstreamRequest): Promise<IncomingMessage>;
  /** Connections that are open now, idle ones included. */
  openSockets(): number;
  close(): void;
};

const idleMs = 30_000;

export function createUpstream(kubeconfigPath: string): Upstream {
  const credentials = loadCredentials({ kubeconfig: kubeconfigPath });
  const isTls = credentials.server.startsWith('https:');
  const agent = isTls ? new HttpsAgent({ keepAlive: true, timeout: idleMs }) : new HttpAgent({ keepAlive: true, timeout: idleMs });
  const sockets = new Set<Socket>();

  function track(socket: Socket): void {
    if (sockets.has(socket)) return;
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  }

  return {
    server: credentials.server,
    async send({ method, target, headers, body, signal }) {
      const { headers: own, tls } = await credentials.read();
      signal?.throwIfAborted();
      const options: RequestOptions = { ...tls, agent, method, headers: { ...headers, ...own } };
      return new Promise((resolve, reject) => {
        const giveUp = () => outgoing.destroy();
        const outgoing = (isTls ? httpsRequest : httpRequest)(`${credentials.server}${target}`, options, (answer) => {
          // From here on a watch may outlive its client.
          signal?.removeEventListener('abort', giveUp);
          resolve(answer);
        });
        signal?.addEventListener('abort', giveUp);
        outgoing.on('socket', track);
        outgoing.on('error', reject);
        outgoing.end(body);
      });
    },
    openSockets: () => sockets.size,
    close() {
      agent.destroy();
      // The agent knows only the connections of its pool that it has not given away.
      for (const socket of sockets) socket.destroy();
    },
  };
}

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** The side of the proxy that clients see: a port of 127.0.0.1 that can be closed and opened again. */
export class Front {
  readonly #listener: (request: IncomingMessage, response: ServerResponse) => void;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;

  constructor(listener: (request: IncomingMessage, response: ServerResponse) => void) {
    this.#listener = listener;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get isOpen(): boolean {
    return this.#server !== undefined;
  }

  /** Connections that are open now, idle ones included. */
  get openSockets(): number {
    return this.#sockets.size;
  }

  /** Listens: at first on any free port, later always on the same. */
  async open(): Promise<void> {
    if (this.#server !== undefined) return;
    const server = createServer(this.#listener);
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
      socket.on('error', () => {});
    });
    this.#server = server;
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Cuts every connection; new ones are refused until it is opened again. */
  async close(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    const closed = once(server, 'close');
    server.close();
    this.cutAll();
    await closed;
  }

  /** Cuts every connection; new ones are welcome. */
  cutAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}

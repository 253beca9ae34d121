import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type TLSSocket } from 'node:tls';
import type { Issued } from '../issued.ts';

export type Peer = { readonly trusts: string; readonly presents?: Pick<Issued, 'certificate' | 'key'> };

export type HandshakeInput = {
  readonly server: Peer;
  readonly client: Peer;
  /** The host name that the client expects. */
  readonly name: string;
};

/** A TLS handshake in which both sides verify each other, over loopback: 'accepted', or the code with which one refuses the other. */
export async function handshake({ server, client, name }: HandshakeInput): Promise<string> {
  // Left to reject by itself, a server only says that the connection was reset.
  const listener = createServer({ ...secrets(server), requestCert: true, rejectUnauthorized: false, minVersion: 'TLSv1.2' });
  const seenByServer = once(listener, 'secureConnection').then(([socket]) => verdictOf(socket as TLSSocket));
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  const socket = connect({ ...secrets(client), host: '127.0.0.1', port, servername: name });
  const refusedByClient = once(socket, 'secureConnect').then(() => undefined, codeOf);
  try {
    return (await refusedByClient) ?? (await seenByServer);
  } finally {
    socket.destroy();
    listener.close();
  }
}

function verdictOf(socket: TLSSocket): string {
  const verdict = socket.authorized ? 'accepted' : String(socket.authorizationError);
  socket.destroy();
  return verdict;
}

function secrets({ trusts, presents }: Peer) {
  return { ca: trusts, ...(presents !== undefined && { cert: presents.certificate, key: presents.key }) };
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}

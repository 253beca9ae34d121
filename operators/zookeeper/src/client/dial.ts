import { connect, type Socket } from 'node:net';
import { connect as connectEncrypted } from 'node:tls';

/** How a server is told from an impostor. */
export type Verification = {
  /** PEM of the authorities, one of which has signed its certificate. */
  readonly authorities: string;
  /** A host name that the certificate must be for. */
  readonly name: string;
};

export type DialInput = {
  readonly host: string;
  readonly port: number;
  /** Absent for a connection in plaintext. */
  readonly verify?: Verification | undefined;
};

/** Opens a connection; `onOpen` is called when it can be written to, and, where it is encrypted, the server was verified. */
export function dial({ host, port, verify }: DialInput, onOpen: (socket: Socket) => void): Socket {
  const socket: Socket =
    verify === undefined
      ? connect({ host, port, noDelay: true }, () => onOpen(socket))
      : connectEncrypted({ host, port, ca: verify.authorities, servername: verify.name, minVersion: 'TLSv1.2' }, () => onOpen(socket));
  return socket.setNoDelay(true);
}

import { connect } from 'node:tls';
import type { TrustWitness } from './trust-witness.ts';

export type TrustTrial = {
  readonly host: string;
  /** Where the server verifies whoever connects. */
  readonly port: number;
  /** Host name that the server's own certificate must be for. */
  readonly servername: string;
  /** PEM of those by whom the server's own certificate may be. */
  readonly authorities: string;
  readonly witness: TrustWitness;
  readonly timeoutMs: number;
};

/**
 * Whether a server takes the certificate of the witness. Nothing is said after the handshake, which with TLS 1.2 ends only after the server
 * has verified it.
 *
 * @returns undefined where the server did not decide
 */
export function tryTrust({ host, port, servername, authorities, witness, timeoutMs }: TrustTrial): Promise<boolean | undefined> {
  const { promise, resolve } = Promise.withResolvers<boolean | undefined>();
  const socket = connect({
    host,
    port,
    servername,
    ca: authorities,
    cert: witness.certificate,
    key: witness.key,
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.2',
  });
  const timer = setTimeout(() => socket.destroy(), timeoutMs);
  socket.on('secureConnect', () => resolve(true));
  socket.on('error', (error: NodeJS.ErrnoException) => resolve(isRefusal(error) ? false : undefined));
  socket.on('close', () => resolve(undefined));
  return promise.finally(() => {
    clearTimeout(timer);
    socket.destroy();
  });
}

/** The server's own word, as opposed to a connection that was lost, or to our not believing the server. */
function isRefusal({ code = '' }: NodeJS.ErrnoException): boolean {
  return /^ERR_SSL_.*ALERT/.test(code);
}

import { connect } from 'node:tls';
import type { Target } from './port.ts';
import { type TlsAccess, verificationOf } from './tls-access.ts';

/**
 * Whether a server takes the certificate of the witness for that of another member, tried where members verify each other: on the port
 * of elections, to which nothing is said afterwards. With TLS 1.2 the handshake ends only after the server has verified it.
 *
 * @returns undefined where the server did not decide
 */
export function doesTrust(target: Target, tls: TlsAccess, timeoutMs: number): Promise<boolean | undefined> {
  const { promise, resolve } = Promise.withResolvers<boolean | undefined>();
  const verify = verificationOf(target, tls);
  const socket = connect({
    host: target.ip,
    port: target.port,
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.2',
    ...(verify !== undefined && { ca: verify.authorities, servername: verify.name }),
    ...(tls.witness !== undefined && { cert: tls.witness.certificate, key: tls.witness.key }),
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

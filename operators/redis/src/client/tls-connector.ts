import { connect, type TLSSocket } from 'node:tls';
import { AbstractConnector, type RedisOptions } from 'ioredis';

/**
 * Opens the connections of ioredis that are encrypted. ioredis listens to a connection's first error alone; an encrypted one may tell of
 * another after it: an alert of the server, whose handshake was cut off.
 *
 * Prevents: an operator that ends by such an error, which nobody listens to.
 */
export class TlsConnector extends AbstractConnector {
  private readonly options: RedisOptions;

  constructor(options: unknown) {
    const given = options as RedisOptions;
    super(given.disconnectTimeout ?? 0);
    this.options = given;
  }

  override async connect(): Promise<TLSSocket> {
    const { host, port, tls } = this.options;
    this.connecting = true;
    const stream = connect({ ...tls, ...(host !== undefined && { host }), ...(port !== undefined && { port }) });
    this.stream = stream;
    stream.on('error', (error) => {
      this.firstError ??= error;
    });
    return stream;
  }
}

import type { X509Certificate } from 'node:crypto';
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls, TLSSocket } from 'node:tls';
import Connection from 'kafkajs/src/network/connection.js';
import Encoder from 'kafkajs/src/protocol/encoder.js';
import { type ApiVersionsAnswer, apiVersions } from './calls/api-versions.ts';
import type { KafkaAccess, KafkaTls } from './kafka-access.ts';
import { KafkaAdminError } from './kafka-admin-error.ts';
import { translateError } from './translate-error.ts';
import type { Target } from './views.ts';
import { type Api, type ApiVersion, decodeAnswer, encodeRequest, versionFor } from './wire/api.ts';

/** A connection to one node, logged in. */
export type NodeConnection = {
  readonly target: Target;
  /** What the node said of itself when the connection was made. */
  readonly versions: ApiVersionsAnswer;
  /** Its certificate, which was found good; absent in plaintext. */
  readonly presented: X509Certificate | undefined;
  readonly isOpen: boolean;
  /** @throws KafkaAdminError */
  send<Q, A>(api: Api<Q, A>, request: Q, limit: Limit): Promise<A>;
  close(): void;
};

export type Limit = {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
};

/** kafkajs looks at its own limits beside: they are only a last resort. */
const lastResortMs = 120_000;
const clientId = 'dataservices-operator';
const silent = { namespace: () => silent, debug() {}, info() {}, warn() {}, error() {} };

/**
 * Connects, asks the node what it speaks, and logs in: all that within the limit. kafkajs frames the messages, and knows TLS and SASL.
 *
 * @throws KafkaAdminError Unreachable, Timeout; Unauthorized where the login is refused
 */
export async function openNode(target: Target, { tls, sasl }: Pick<KafkaAccess, 'tls' | 'sasl'>, limit: Limit): Promise<NodeConnection> {
  let socket: Socket | undefined;
  const connection = new Connection({
    host: target.ip,
    port: target.port,
    clientId,
    logger: silent,
    socketFactory: ({ onConnect }) => {
      socket = dial(target, tls, onConnect);
      return socket;
    },
    ...(sasl && { sasl: { ...sasl } }),
    connectionTimeout: lastResortMs,
    requestTimeout: lastResortMs,
  });
  leaveIdleAlone(connection);
  const cut = (error: Error) => void socket?.destroy(error);

  async function send<Q, A>(api: Api<Q, A>, version: ApiVersion<Q, A>, request: Q): Promise<A> {
    const answer = await connection.send<Buffer>({
      request: {
        apiKey: api.key,
        apiVersion: version.version,
        apiName: api.name,
        encode: async () => new Encoder().writeBuffer(encodeRequest(version, request)),
      },
      response: { decode: async (payload) => ({ payload }), parse: async ({ payload }) => payload },
      logResponseError: false,
    });
    return decodeAnswer(api, version, answer);
  }

  async function greet(): Promise<ApiVersionsAnswer> {
    await connection.connect();
    const answer = await send(apiVersions, apiVersions.versions[0], { softwareName: 'dataservices', softwareVersion: '1' });
    const { spoken } = answer;
    connection.setVersions(Object.fromEntries([...spoken].map(([key, { min, max }]) => [key, { minVersion: min, maxVersion: max }])));
    connection.setSupportAuthenticationProtocol(true);
    await connection.authenticate();
    return answer;
  }

  const versions = await within(limit, `${target.pod}: connecting`, cut, greet);
  return {
    target,
    versions,
    presented: socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined,
    get isOpen() {
      return connection.isConnected() && socket?.destroyed === false;
    },
    send: (api, request, callLimit) =>
      within(callLimit, `${target.pod}: ${api.name}`, cut, async () => send(api, versionFor(api, versions.spoken), request)),
    // Without an error, whoever waits for an answer would not be told.
    close: () => cut(new Error('the connection was closed')),
  };
}

function dial({ ip, port, serverName }: Target, tls: KafkaTls | undefined, onConnect: () => void): Socket {
  const socket =
    tls === undefined
      ? connectPlain({ host: ip, port, noDelay: true }, onConnect)
      : connectTls(
          {
            host: ip,
            port,
            ca: tls.authorities,
            ...(serverName !== undefined && { servername: serverName }),
            ...(serverName === undefined && isIP(ip) === 0 && { servername: ip }),
            ...(tls.own && { cert: tls.own.certificate, key: tls.own.key }),
          },
          onConnect,
        );
  return socket.setNoDelay(true);
}

/** Without this, a timer runs every millisecond for as long as the connection lives, although nothing waits to be sent. */
function leaveIdleAlone({ requestQueue }: Connection): void {
  const schedule = requestQueue.scheduleCheckPendingRequests.bind(requestQueue);
  requestQueue.scheduleCheckPendingRequests = () => {
    if (requestQueue.pending.length > 0) schedule();
  };
}

/** A connection whose answer was not awaited to the end is of no use any more: it is cut. */
async function within<T>(limit: Limit, what: string, cut: (error: Error) => void, attempt: () => Promise<T>): Promise<T> {
  const { promise: over, reject } = Promise.withResolvers<never>();
  const end = (error: KafkaAdminError) => {
    reject(error);
    cut(error);
  };
  const timer = setTimeout(() => end(new KafkaAdminError('Timeout', `${what}: no answer within ${limit.timeoutMs} ms`)), limit.timeoutMs);
  const onAbort = () => end(new KafkaAdminError('Timeout', `${what}: given up`, { cause: limit.signal?.reason }));
  limit.signal?.addEventListener('abort', onAbort, { once: true });
  try {
    if (limit.signal?.aborted === true) onAbort();
    return await Promise.race([over, attempt()]);
  } catch (error) {
    throw translateError(error, what);
  } finally {
    clearTimeout(timer);
    limit.signal?.removeEventListener('abort', onAbort);
  }
}

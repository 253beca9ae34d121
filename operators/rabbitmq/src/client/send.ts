import type { X509Certificate } from 'node:crypto';
import { type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestEncrypted } from 'node:https';
import { TLSSocket } from 'node:tls';
import type { TlsAccess } from '@dataservices/certificates';
import type { Target } from './port.ts';

export type HttpCall = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
};

export type HttpAnswer = {
  readonly status: number;
  readonly text: string;
  /** With TLS: what the node showed. */
  readonly presented?: X509Certificate;
};

/**
 * One request on a connection of its own: what a node presents is seen in each.
 *
 * @throws Error of the connection; AbortError when the signal has ended it
 */
export async function send(target: Target, call: HttpCall, tls: TlsAccess | undefined, signal: AbortSignal): Promise<HttpAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const { method, path, body } = call;
  const headers = { ...call.headers, ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }) };
  const common = { host: target.ip, port: target.port, method, path, headers, signal, agent: false } as const;
  const request =
    tls === undefined
      ? requestPlain(common, resolve)
      : requestEncrypted({ ...common, ca: tls.authorities, servername: `${target.pod}.${tls.domain}`, minVersion: 'TLSv1.2' }, resolve);
  request.on('error', reject);
  request.end(body);
  const response = await promise;
  const presented = response.socket instanceof TLSSocket ? response.socket.getPeerX509Certificate() : undefined;
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return { status: response.statusCode ?? 0, text, ...(presented !== undefined && { presented }) };
}

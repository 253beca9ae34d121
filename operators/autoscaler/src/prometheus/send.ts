import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';

export type SendInput = RequestOptions & {
  readonly url: URL;
  readonly body: string;
  readonly longestMs: number;
  readonly largestBytes: number;
};

export type Received = {
  readonly status: number;
  readonly text: string;
  /** Seconds since the epoch by the clock of the server, where it says them. */
  readonly atSeconds?: number;
};

/**
 * Sends one request and reads the answer to its end, both within `longestMs`, and up to `largestBytes` of it. A redirection is an answer like any
 * other: it is never followed.
 *
 * @throws Error that says what went wrong, without anything of what the server wrote
 */
export function send({ url, body, longestMs, largestBytes, ...options }: SendInput): Promise<Received> {
  const { promise, resolve, reject } = Promise.withResolvers<Received>();
  const signal = AbortSignal.timeout(longestMs);
  const fail = (error: Error) => reject(signal.aborted ? new Error(`no whole answer within ${longestMs / 1000} s`) : error);
  const start = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const request = start(url, { ...options, signal }, (response) => {
    read(response, largestBytes).then((text) => resolve({ status: response.statusCode ?? 0, text, ...timeOf(response) }), fail);
  });
  request.on('error', fail);
  request.end(body);
  return promise;
}

function timeOf({ headers: { date = '' } }: IncomingMessage): Pick<Received, 'atSeconds'> {
  const ms = Date.parse(date);
  return Number.isNaN(ms) ? {} : { atSeconds: ms / 1000 };
}

async function read(response: IncomingMessage, largestBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // Leaving the loop destroys the connection: the rest is never read.
    if (bytes > largestBytes) throw new Error(`the answer is larger than ${largestBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

import type { X509Certificate } from 'node:crypto';
import { TLSSocket } from 'node:tls';
import type { TlsAccess } from '@dataservices/certificates';
import { dial } from './dial.ts';
import type { Target } from './port.ts';
import { verificationOf } from './verification.ts';
import { ZookeeperError } from './zookeeper-error.ts';

/** The commands of four letters that the operator's configuration allows. They need no session, and a server without a quorum answers too. */
export type Command = 'srvr' | 'mntr' | 'conf';

export type ServerAnswer = {
  readonly text: string;
  /** What the server proved itself with; absent without TLS. */
  readonly presented?: X509Certificate;
};

/** A hundredth of it is usual. */
const maxAnswerBytes = 1_048_576;

/**
 * Sends a command of four letters and returns the whole answer.
 *
 * @param timeoutMs for connecting and answering together
 * @throws ZookeeperError Timeout, Unreachable; Refused where the server does not allow the command
 */
export async function askServer(target: Target, command: Command, timeoutMs: number, tls?: TlsAccess): Promise<ServerAnswer> {
  const { pod, ip, port } = target;
  const { promise, resolve, reject } = Promise.withResolvers<ServerAnswer>();
  const fail = (code: ZookeeperError['code'], text: string, cause?: unknown) =>
    reject(new ZookeeperError(code, `${pod}:${port}: ${command}: ${text}`, { cause }));
  let presented: X509Certificate | undefined;
  const socket = dial({ host: ip, port, verify: verificationOf(target, tls) }, (open) => {
    presented = open instanceof TLSSocket ? open.getPeerX509Certificate() : undefined;
    open.write(command);
  });
  const timer = setTimeout(() => fail('Timeout', `no answer within ${timeoutMs} ms`), timeoutMs);
  let answer = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    answer += text;
    if (answer.length > maxAnswerBytes) fail('Refused', 'the answer has no end: no ZooKeeper listens there');
  });
  socket.on('error', (error) => fail('Unreachable', error.message, error));
  // The server ends the connection after the answer.
  socket.on('end', () => resolve({ text: answer, ...(presented !== undefined && { presented }) }));
  socket.on('close', () => fail('Unreachable', 'the connection was closed'));
  try {
    const whole = await promise;
    checkAllowed(whole.text, target, command);
    return whole;
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

function checkAllowed(answer: string, { pod, port }: Target, command: Command): void {
  if (!answer.startsWith(`${command} is not executed`)) return;
  throw new ZookeeperError(
    'Refused',
    `${pod}:${port}: ${command} is not allowed. Remedy: 4lw.commands.whitelist must have it, which the operator's own configuration does`,
  );
}

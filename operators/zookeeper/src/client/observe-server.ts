import { loadedCertificates, type TlsAccess } from '@dataservices/certificates';
import type { Patience } from '@dataservices/reconcile';
import { ports } from '../membership.ts';
import { askServer } from './ask-server.ts';
import type { ServerView, Target } from './port.ts';
import { serverView } from './server-view.ts';
import { ZookeeperError } from './zookeeper-error.ts';

/** What a server says of itself. Never throws. */
export async function observeServer(target: Target, patience: Patience, tls?: TlsAccess): Promise<ServerView> {
  try {
    return await patience.watch(target, (timeoutMs) => readServer(target, timeoutMs, tls));
  } catch (error) {
    return { state: 'unreachable', error: describe(error) };
  }
}

async function readServer(target: Target, timeoutMs: number, tls: TlsAccess | undefined): Promise<ServerView> {
  const ask = (command: 'srvr' | 'conf' | 'mntr') => askServer(target, command, timeoutMs, tls);
  const [srvr, conf] = await Promise.all([ask('srvr'), ask('conf')]);
  const loaded =
    tls !== undefined && srvr.presented !== undefined
      ? await loadedCertificates({ ...target, port: ports.election }, srvr.presented, tls, timeoutMs)
      : undefined;
  const view = serverView(srvr.text, conf.text);
  const isLeading = view.state === 'serving' && view.role === 'leader';
  const whole = isLeading ? serverView(srvr.text, conf.text, (await ask('mntr')).text) : view;
  return { ...whole, ...(loaded !== undefined && { loaded }) };
}

function describe(error: unknown): string {
  const code = error instanceof ZookeeperError ? error.code : 'Unreachable';
  switch (code) {
    case 'Timeout':
      return 'does not answer';
    case 'Refused':
      return 'refuses to describe itself';
    default:
      return 'not reachable';
  }
}

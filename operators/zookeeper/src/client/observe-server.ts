import type { Patience } from '@dataservices/reconcile';
import { askServer } from './ask-server.ts';
import type { ServerView, Target } from './port.ts';
import { serverView } from './server-view.ts';
import { ZookeeperError } from './zookeeper-error.ts';

/** What a server says of itself. Never throws. */
export async function observeServer(target: Target, patience: Patience): Promise<ServerView> {
  try {
    return await patience.watch(target, (timeoutMs) => readServer(target, timeoutMs));
  } catch (error) {
    return { state: 'unreachable', error: describe(error) };
  }
}

async function readServer(target: Target, timeoutMs: number): Promise<ServerView> {
  const [srvr, conf] = await Promise.all([askServer(target, 'srvr', timeoutMs), askServer(target, 'conf', timeoutMs)]);
  const view = serverView(srvr, conf);
  if (view.state !== 'serving' || view.role !== 'leader') return view;
  return serverView(srvr, conf, await askServer(target, 'mntr', timeoutMs));
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

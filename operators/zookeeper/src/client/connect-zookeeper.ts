import type { Patience } from '@dataservices/reconcile';
import { commitWrite } from './commit-write.ts';
import { observeServer } from './observe-server.ts';
import type { ZookeeperPort } from './port.ts';
import { reconfig } from './reconfig.ts';
import type { Credentials } from './session.ts';

/**
 * ZooKeeper over the network.
 *
 * @param credentials of the superuser, whom access control lists do not bind
 */
export function connectZookeeper(credentials: Credentials, patience: Patience): ZookeeperPort {
  return {
    observeServer: (target) => observeServer(target, patience, credentials.tls),
    reconfig: (target, change) => reconfig(target, change, credentials),
    commitWrite: (target) => commitWrite(target, credentials),
  };
}

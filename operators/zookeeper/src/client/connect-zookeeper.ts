import type { Patience } from '@dataservices/reconcile';
import { type AccessLooks, createAccessLooks } from './access-looks.ts';
import { commitWrite } from './commit-write.ts';
import { keepChroot } from './keep-chroot.ts';
import { observeServer } from './observe-server.ts';
import type { ZookeeperPort } from './port.ts';
import { readAccess } from './read-access.ts';
import { reconfig } from './reconfig.ts';
import type { Credentials } from './session.ts';

/**
 * ZooKeeper over the network.
 *
 * @param credentials of the superuser, whom access control lists do not bind
 * @param looks what was seen of access control lists, to be shared by all connections of an operator
 */
export function connectZookeeper(credentials: Credentials, patience: Patience, looks: AccessLooks = createAccessLooks()): ZookeeperPort {
  return {
    observeServer: (target) => observeServer(target, patience, credentials.tls),
    reconfig: (target, change) => reconfig(target, change, credentials),
    observeAccess: (target, chroots) => looks.see(credentials.password, chroots, () => readAccess(target, chroots, credentials)),
    keepChroot: (target, chroot) => {
      looks.forget(credentials.password);
      return keepChroot(target, chroot, credentials);
    },
    commitWrite: (target) => commitWrite(target, credentials),
  };
}

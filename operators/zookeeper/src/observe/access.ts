import type { ZookeeperCluster } from '@dataservices/api';
import type { AclEntry } from '../access.ts';
import type { ZookeeperPort } from '../client/port.ts';
import type { ZookeeperMember } from '../observed.ts';
import { chrootsOf } from '../plan/users.ts';
import { targetOf } from './members.ts';

export type AccessInput = {
  readonly cluster: ZookeeperCluster;
  readonly leader: ZookeeperMember | undefined;
  readonly zookeeper: ZookeeperPort | undefined;
};

/** Who may do what with the nodes of users, by the leader; undefined where it cannot be asked, or nobody was ever to be known. */
export async function observeAccess({
  cluster,
  leader,
  zookeeper,
}: AccessInput): Promise<ReadonlyMap<string, readonly AclEntry[]> | undefined> {
  const chroots = chrootsOf(cluster);
  const target = targetOf(leader?.pod);
  if (chroots.length === 0 || target === undefined || zookeeper === undefined) return undefined;
  try {
    return await zookeeper.observeAccess(target, chroots);
  } catch {
    // It is asked again in the next pass, and until then nothing is changed.
    return undefined;
  }
}

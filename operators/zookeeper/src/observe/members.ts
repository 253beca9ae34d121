import { type ClaimView, membersOf, type PodView } from '@dataservices/members';
import type { ServerView, Target, ZookeeperPort } from '../client/port.ts';
import { ports } from '../membership.ts';
import { hostOf, idOf, type Names } from '../names.ts';
import type { ZookeeperMember } from '../observed.ts';

export type MembersInput = {
  readonly names: Names;
  readonly replicas: number;
  readonly pods: readonly PodView[];
  readonly claims: readonly ClaimView[];
  readonly logClaims: readonly ClaimView[];
  /** What each pod was told, by its name. */
  readonly orders: ReadonlyMap<string, string>;
  /** Undefined until there is a password: then nobody can be asked. */
  readonly zookeeper: ZookeeperPort | undefined;
};

/** Every member that is wanted, has a pod or has a volume, each as it describes itself right now. */
export async function observeMembers({
  names,
  replicas,
  pods,
  claims,
  logClaims,
  orders,
  zookeeper,
}: MembersInput): Promise<readonly ZookeeperMember[]> {
  const members = membersOf({ set: names.data, replicas, pods, claims });
  return Promise.all(
    members.map(async (member) => {
      const order = orders.get(member.name);
      const server = await askServer(zookeeper, member.pod);
      const host = hostOf(names, member.name);
      const logClaim = logClaims.find(({ ordinal }) => ordinal === member.ordinal);
      return { ...member, id: idOf(member.ordinal), host, server, ...(order !== undefined && { order }), ...(logClaim && { logClaim }) };
    }),
  );
}

async function askServer(zookeeper: ZookeeperPort | undefined, pod: PodView | undefined): Promise<ServerView> {
  const target = targetOf(pod);
  if (target === undefined || zookeeper === undefined) return { state: 'unreachable', error: 'has no address yet' };
  return zookeeper.observeServer(target);
}

export function targetOf(pod: PodView | undefined): Target | undefined {
  return pod?.ip === undefined ? undefined : { pod: pod.name, ip: pod.ip, port: ports.client };
}

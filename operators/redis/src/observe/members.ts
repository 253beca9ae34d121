import { type ClaimView, membersOf, type PodView } from '@dataservices/members';
import type { RedisPort, SentinelView, ServerView, Target } from '../client/port.ts';
import { hostOf, type Names, ports } from '../names.ts';
import type { DataMember, SentinelMember } from '../observed.ts';

type MembersInput = {
  readonly names: Names;
  readonly pods: readonly PodView[];
  /** Undefined until there are passwords: then nobody can be asked. */
  readonly redis: RedisPort | undefined;
};

/** Every data member that is wanted, has a pod or has a volume, each as it describes itself right now. */
export async function observeMembers(
  { names, pods, redis }: MembersInput,
  replicas: number,
  claims: readonly ClaimView[],
): Promise<readonly DataMember[]> {
  const members = membersOf({ set: names.data, replicas, pods, claims });
  return Promise.all(
    members.map(async (member) => ({ ...member, host: hostOf(names, member.name), server: await askData(redis, member.pod) })),
  );
}

export async function observeSentinels({ names, pods, redis }: MembersInput, replicas: number): Promise<readonly SentinelMember[]> {
  const members = membersOf({ set: names.sentinel, replicas, pods });
  return Promise.all(
    members.map(async (member) => ({
      ...member,
      host: hostOf(names, member.name),
      view: await askSentinel(redis, member.pod, names.masterName),
    })),
  );
}

async function askData(redis: RedisPort | undefined, pod: PodView | undefined): Promise<ServerView> {
  const target = targetOf(pod, ports.redis);
  if (target === undefined || redis === undefined) return { state: 'unreachable', error: 'has no address yet' };
  return redis.observeData(target, { ...target, port: ports.lobby });
}

async function askSentinel(redis: RedisPort | undefined, pod: PodView | undefined, masterName: string): Promise<SentinelView> {
  const target = targetOf(pod, ports.sentinel);
  if (target === undefined || redis === undefined) return { state: 'unreachable', error: 'has no address yet' };
  return redis.observeSentinel(target, masterName);
}

export function targetOf(pod: PodView | undefined, port: number): Target | undefined {
  return pod?.ip === undefined ? undefined : { pod: pod.name, ip: pod.ip, port };
}

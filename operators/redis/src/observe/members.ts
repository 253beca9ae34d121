import { type ClaimView, membersOf, type PodView } from '@dataservices/members';
import type { RedisPort, SentinelView, ServerView, Target } from '../client/port.ts';
import { hostOf, type Names, ports } from '../names.ts';
import type { DataMember, PodFacts, SentinelMember } from '../observed.ts';
import type { AccessRules } from '../resources/access-control.ts';

type MembersInput = {
  readonly names: Names;
  readonly pods: readonly PodView[];
  /** Undefined until there are passwords: then nobody can be asked. */
  readonly redis: RedisPort | undefined;
  /** Addresses from which an answer is not expected. */
  readonly doubted: ReadonlySet<string>;
  /** What users are to be allowed there. */
  readonly rules: readonly AccessRules[];
};

type DataInput = MembersInput & {
  readonly replicas: number;
  readonly claims: readonly ClaimView[];
  /** Settings whose values are wanted to be known. */
  readonly settings: readonly string[];
  readonly podFacts: ReadonlyMap<string, PodFacts>;
};

/** Every data member that is wanted, has a pod or has a volume, each as it describes itself right now. */
export async function observeMembers(input: DataInput): Promise<readonly DataMember[]> {
  const { names, pods, redis, rules, doubted, replicas, claims, settings, podFacts } = input;
  const members = membersOf({ set: names.data, replicas, pods, claims });
  return Promise.all(
    members.map(async (member) => {
      const server = await askData(redis, doubtedTarget(member.pod, ports.redis, doubted), settings, rules);
      return { ...member, host: hostOf(names, member.name), server, ...podFacts.get(member.name) };
    }),
  );
}

export async function observeSentinels(
  { names, pods, redis, rules, doubted }: MembersInput,
  replicas: number,
): Promise<readonly SentinelMember[]> {
  const members = membersOf({ set: names.sentinel, replicas, pods });
  return Promise.all(
    members.map(async (member) => ({
      ...member,
      host: hostOf(names, member.name),
      view: await askSentinel(redis, doubtedTarget(member.pod, ports.sentinel, doubted), names.masterName, rules),
    })),
  );
}

async function askData(
  redis: RedisPort | undefined,
  target: Target | undefined,
  settings: readonly string[],
  rules: readonly AccessRules[],
): Promise<ServerView> {
  if (target === undefined || redis === undefined) return { state: 'unreachable', error: 'has no address yet' };
  return redis.observeData(target, { ...target, port: ports.lobby }, settings, rules);
}

async function askSentinel(
  redis: RedisPort | undefined,
  target: Target | undefined,
  masterName: string,
  rules: readonly AccessRules[],
): Promise<SentinelView> {
  if (target === undefined || redis === undefined) return { state: 'unreachable', error: 'has no address yet' };
  return redis.observeSentinel(target, masterName, rules);
}

function doubtedTarget(pod: PodView | undefined, port: number, doubted: ReadonlySet<string>): Target | undefined {
  const target = targetOf(pod, port);
  return target && { ...target, isDoubted: doubted.has(target.ip) };
}

export function targetOf(pod: PodView | undefined, port: number): Target | undefined {
  return pod?.ip === undefined ? undefined : { pod: pod.name, ip: pod.ip, port };
}

import type { RedisPort, SentinelView, ServerView, Target } from '../client/port.ts';
import { hostOf, type Names, ordinalOf, ports } from '../names.ts';
import type { ClaimView, DataMember, PodView, SentinelMember } from '../observed.ts';

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
  const found = [...pods.map(({ name }) => ordinalOf(name, names.data)), ...claims.map(({ ordinal }) => ordinal)];
  return Promise.all(
    ordinals(replicas, found).map(async (ordinal) => {
      const name = `${names.data}-${ordinal}`;
      const pod = pods.find((candidate) => candidate.name === name);
      const claim = claims.find((candidate) => candidate.ordinal === ordinal);
      const server = await askData(redis, pod);
      return { name, ordinal, host: hostOf(names, name), ...(pod !== undefined && { pod }), ...(claim !== undefined && { claim }), server };
    }),
  );
}

export async function observeSentinels({ names, pods, redis }: MembersInput, replicas: number): Promise<readonly SentinelMember[]> {
  const found = pods.map(({ name }) => ordinalOf(name, names.sentinel));
  return Promise.all(
    ordinals(replicas, found).map(async (ordinal) => {
      const name = `${names.sentinel}-${ordinal}`;
      const pod = pods.find((candidate) => candidate.name === name);
      const view = await askSentinel(redis, pod, names.masterName);
      return { name, ordinal, host: hostOf(names, name), ...(pod !== undefined && { pod }), view };
    }),
  );
}

function ordinals(wanted: number, found: readonly (number | undefined)[]): readonly number[] {
  const all = new Set([...Array(wanted).keys(), ...found.filter((ordinal) => ordinal !== undefined)]);
  return [...all].sort((a, b) => a - b);
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

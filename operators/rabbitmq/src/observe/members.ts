import { type ClaimView, membersOf, type PodView } from '@dataservices/members';
import type { NodeView, RabbitmqPort, Target } from '../client/port.ts';
import { type Names, nodeOf } from '../names.ts';
import type { RabbitmqMember } from '../observed.ts';
import { doViewsAgree } from '../plan/cluster.ts';

/** What a pod was told, by way of its annotations, and when it was made. */
export type Told = { readonly order?: string; readonly task?: string; readonly plugins?: string; readonly madeMs?: number };

export type MembersInput = {
  readonly names: Names;
  readonly replicas: number;
  readonly pods: readonly PodView[];
  readonly claims: readonly ClaimView[];
  /** Of the management API. */
  readonly port: number;
  /** By the pod's name. */
  readonly told: ReadonlyMap<string, Told>;
  /** Undefined until there is a password: then nobody can be asked. */
  readonly rabbitmq: RabbitmqPort | undefined;
};

/** Nodes are asked one beside the other: one that joined in between is known to some of them only. */
const attempts = 3;

/** Every member that is wanted, has a pod or has a volume, each as it describes itself right now. */
export async function observeMembers(input: MembersInput): Promise<readonly RabbitmqMember[]> {
  let members = await lookAround(input);
  for (let attempt = 1; attempt < attempts && !doViewsAgree(members); attempt += 1) members = await lookAround(input);
  return members;
}

function lookAround({ names, replicas, pods, claims, told, rabbitmq, port }: MembersInput): Promise<readonly RabbitmqMember[]> {
  return Promise.all(
    membersOf({ set: names.data, replicas, pods, claims }).map(async (member) => {
      const server = await askNode(rabbitmq, targetOf(member.pod, port));
      return { ...member, node: nodeOf(names, member.name), server, ...told.get(member.name) };
    }),
  );
}

async function askNode(rabbitmq: RabbitmqPort | undefined, target: Target | undefined): Promise<NodeView> {
  if (target === undefined || rabbitmq === undefined) return { state: 'unreachable', error: 'has no address yet' };
  return rabbitmq.observeNode(target);
}

/** @param port of the management API */
export function targetOf(pod: PodView | undefined, port: number): Target | undefined {
  return pod?.ip === undefined ? undefined : { pod: pod.name, ip: pod.ip, port };
}

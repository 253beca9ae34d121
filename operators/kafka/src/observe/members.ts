import type { KafkaClusterSpec } from '@dataservices/api';
import { type ClaimView, membersOf, ordinalOf, type Pod, type PodView } from '@dataservices/members';
import type { KafkaAdmin, NodeView, Target } from '../client/port.ts';
import { hostOf, type Names, nodeIdOf, ports, type Role, setOf } from '../names.ts';
import type { KafkaMember } from '../observed.ts';
import { wantedCount } from '../plan/health.ts';
import { addressesAnnotation, orderAnnotation, rackAnnotation } from '../resources/order.ts';

export type Look = {
  readonly names: Names;
  readonly spec: KafkaClusterSpec;
  readonly pods: readonly PodView[];
  /** As they are stored, for what they were told. */
  readonly stored: readonly Pod[];
  /** Where a node is reached, by its name. */
  readonly nodeAddress: (node: string) => string | undefined;
};

export type MembersInput = Look & {
  readonly role: Role;
  readonly claims: readonly ClaimView[];
  readonly admin: KafkaAdmin;
  readonly signal: AbortSignal;
};

/** Every member of a role that is wanted, has a pod or has a volume, each as it describes itself right now. */
export function observeMembers(input: MembersInput): Promise<readonly KafkaMember[]> {
  const { names, spec, pods, stored, role, claims, admin, signal } = input;
  const replicas = wantedCount({ cluster: { spec } }, role);
  return Promise.all(
    membersOf({ set: setOf(names, role), replicas, pods: podsOf({ names, pods }, role), claims }).map(
      async (member): Promise<KafkaMember> => {
        const annotations = stored.find(({ metadata }) => metadata.name === member.name)?.metadata.annotations ?? {};
        const { [orderAnnotation]: order, [rackAnnotation]: rack, [addressesAnnotation]: addresses } = annotations;
        const nodeAddress = member.pod?.node === undefined ? undefined : input.nodeAddress(member.pod.node);
        const target = targetOf({ names, spec }, member.pod, role, member.ordinal);
        return {
          ...member,
          role,
          nodeId: nodeIdOf(role, member.ordinal),
          host: hostOf(names, role, member.ordinal),
          server: await askNode(admin, target, signal),
          ...(role === 'controller' && order !== undefined && { order }),
          ...(role === 'broker' && rack !== undefined && { rack }),
          ...(role === 'broker' && addresses !== undefined && { addresses }),
          ...(nodeAddress !== undefined && { nodeAddress }),
        };
      },
    ),
  );
}

/** Where those of a role that run are to be reached. */
export function targetsOf(look: Pick<Look, 'names' | 'spec' | 'pods'>, role: Role): readonly Target[] {
  return podsOf(look, role).flatMap((pod) => {
    const ordinal = ordinalOf(pod.name, setOf(look.names, role));
    return ordinal === undefined ? [] : (targetOf(look, pod, role, ordinal) ?? []);
  });
}

function podsOf({ names, pods }: Pick<Look, 'names' | 'pods'>, role: Role): readonly PodView[] {
  return pods.filter(({ name }) => ordinalOf(name, setOf(names, role)) !== undefined);
}

function targetOf(
  { names, spec }: Pick<Look, 'names' | 'spec'>,
  pod: PodView | undefined,
  role: Role,
  ordinal: number,
): Target | undefined {
  if (pod?.ip === undefined || !pod.isServerRunning) return undefined;
  const port = role === 'broker' ? ports.internal : ports.controller;
  const serverName = spec.tls.mode === 'Enabled' ? hostOf(names, role, ordinal) : undefined;
  const isDoubted = pod.isNodeLost || pod.isTerminating;
  return { nodeId: nodeIdOf(role, ordinal), pod: pod.name, ip: pod.ip, port, isDoubted, ...(serverName !== undefined && { serverName }) };
}

async function askNode(admin: KafkaAdmin, target: Target | undefined, signal: AbortSignal): Promise<NodeView> {
  if (target === undefined) return { state: 'unreachable', error: 'has no address yet' };
  return admin.observeNode(target, { signal });
}

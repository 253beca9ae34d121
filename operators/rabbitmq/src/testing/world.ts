import { isDeepStrictEqual } from 'node:util';
import type { RabbitmqCluster, RabbitmqClusterSpecInput, RabbitmqClusterStatus } from '@dataservices/api';
import { type ClaimView, membersOf } from '@dataservices/members';
import { annotationKeys, type KubeObject, type Plan } from '@dataservices/plan';
import type { StatefulSet } from '@dataservices/resources';
import type { RabbitmqAction } from '../action.ts';
import type { QueueView } from '../client/port.ts';
import { nodeOf } from '../names.ts';
import type { Observed } from '../observed.ts';
import { queuesInQuestion } from '../plan/caught-up.ts';
import { clusterOf } from '../plan/cluster.ts';
import { plan } from '../plan/plan.ts';
import { foundingOrder, orderAnnotation } from '../resources/order.ts';
import { taskAnnotation } from '../resources/task.ts';
import { status } from '../status.ts';
import { observed, rabbitmqCluster } from './observed-builder.ts';
import { caughtUpIn, grown, noCluster, queueViews, type Simulated, shrunk, viewOf } from './simulated-cluster.ts';
import { changePod, changeVolume, ordinalIn, setName, type WorldPod } from './world-changes.ts';

/** A volume claim, and what the record on the volume says. */
export type Volume = ClaimView & {
  readonly state: 'empty' | 'member' | 'left';
  /** The retirement after which it was set aside last. */
  readonly obeyedMark: string;
  /** The task to forget that was done last. */
  readonly forgot?: string;
};

/** Everything outside the operator's process. */
export type World = {
  readonly spec: RabbitmqClusterSpecInput;
  readonly annotations: Readonly<Record<string, string>>;
  readonly status: Partial<RabbitmqClusterStatus>;
  readonly set: StatefulSet | undefined;
  readonly pods: readonly WorldPod[];
  readonly volumes: readonly Volume[];
  readonly cluster: Simulated;
  /** How many pods and volumes were ever made. */
  readonly made: number;
};

export const nothing: World = {
  spec: {},
  annotations: {},
  status: {},
  set: undefined,
  pods: [],
  volumes: [],
  cluster: noCluster,
  made: 0,
};

export type WorldAction = RabbitmqAction | { readonly kind: 'write-status'; readonly status: RabbitmqClusterStatus };

/** Nodes that run, by ordinal. */
export function runningIn({ pods, volumes }: World): readonly number[] {
  const holders = volumes.filter(({ state }) => state === 'member').map(({ ordinal }) => ordinal);
  return pods
    .filter(({ age, name }) => age > 1 && holders.includes(ordinalIn(name)))
    .map(({ name }) => ordinalIn(name))
    .sort((a, b) => a - b);
}

const empty = observed({ servers: [] });
const parsed = new WeakMap<RabbitmqClusterSpecInput, RabbitmqCluster>();

/** Parsed once for each spec: a model is looked at thousands of times. */
function objectOf({ spec, status: stored, annotations }: World): RabbitmqCluster {
  const cluster = parsed.get(spec) ?? rabbitmqCluster(spec, {});
  parsed.set(spec, cluster);
  return { ...cluster, metadata: { ...cluster.metadata, annotations }, status: { ...cluster.status, ...stored } };
}

/** What the operator sees of it. */
export function observe(world: World): Observed {
  const running = runningIn(world);
  const base = { ...empty, cluster: objectOf(world), claims: world.volumes, fresh: `token${world.made}` };
  const { replicas } = base.cluster.spec;
  const members = membersOf({ set: setName, replicas, pods: world.pods, claims: world.volumes }).map((member) => {
    const { order, task } = world.pods.find(({ name }) => name === member.name) ?? {};
    const server = viewOf(world.cluster, running, member.ordinal);
    const told = { ...(order !== undefined && { order }), ...(task !== undefined && { task }) };
    return { ...member, node: nodeOf(base.names, member.name), server, ...told };
  });
  const stored = world.set && { ...world.set, metadata: { ...world.set.metadata, uid: 'uid-set', resourceVersion: '1' } };
  const queues = clusterOf({ members }) === undefined ? undefined : queueViews(world.cluster, running);
  const observed = { ...base, members, queues, objects: new Map(stored && [[`StatefulSet/${setName}`, stored]]) };
  const asked = queuesInQuestion(observed).map(({ name }) => name);
  const known = (queue: QueueView) => (asked.includes(queue.name) ? { caughtUp: caughtUpIn(world.cluster, running, queue.name) } : {});
  return { ...observed, queues: queues?.map((queue) => ({ ...queue, ...known(queue) })) };
}

/** The operator's pass: its plan, and the status that it writes afterwards. */
export function pass(given: Observed): Plan<WorldAction> {
  const decided = plan(given);
  const next = status(given, decided, { problems: [] });
  const actions: readonly WorldAction[] = decided.step?.actions ?? [];
  if (isDeepStrictEqual(next, given.cluster.status)) return decided;
  const { rule, reason } = decided.step ?? { rule: 'WriteStatus', reason: '' };
  return { ...decided, step: { rule, reason, actions: [...actions, { kind: 'write-status', status: next }] } };
}

export function apply(world: World, objects: readonly KubeObject[]): World {
  return objects.reduce(applyOne, world);
}

function applyOne(world: World, object: KubeObject): World {
  if (object.kind === 'StatefulSet') return { ...world, set: object as StatefulSet };
  const order = object.kind === 'Pod' ? object.metadata.annotations?.[orderAnnotation] : undefined;
  return order === undefined ? world : changePod(world, object.metadata.uid, () => ({ order }));
}

export function perform(world: World, action: WorldAction): World {
  const running = runningIn(world);
  switch (action.kind) {
    case 'write-status':
      return { ...world, status: action.status };
    case 'order-founding':
      if (world.status.formation?.formed !== false) return world;
      return changePod(world, action.uid, () => ({ order: foundingOrder(action.clusterId) }));
    case 'add-replica':
      return { ...world, cluster: grown(world.cluster, running, action.queue, ordinalIn(podIn(action.node))) };
    case 'remove-replica':
      return { ...world, cluster: shrunk(world.cluster, running, action.queue, ordinalIn(podIn(action.node))) };
    case 'annotate-pod':
      return changePod(world, action.uid, () => ({ task: action.annotations[taskAnnotation] ?? undefined }));
    case 'delete-pod':
      return changePod(world, action.uid, () => ({ isTerminating: true }));
    case 'condemn-claim':
    case 'delete-claim':
      return changeVolume(world, action.uid, () => ({ isTerminating: true }));
    case 'annotate-claim': {
      const mark = action.annotations[annotationKeys.retired] ?? undefined;
      return changeVolume(world, action.uid, () => ({ isRetired: mark !== undefined, retiredMark: mark }));
    }
    case 'enable-feature-flag':
    case 'change-certificates':
    case 'write-user':
    case 'delete-user':
    case 'begin-move':
    case 'swap-queues':
    case 'end-move':
    case 'close-connection':
    case 'rebalance':
    case 'resize-claim':
    case 'disown':
      return world;
  }
}

function podIn(node: string): string {
  return node.slice('rabbit@'.length, node.indexOf('.'));
}

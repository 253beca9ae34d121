import { isDeepStrictEqual } from 'node:util';
import type { ZookeeperCluster, ZookeeperClusterSpecInput, ZookeeperClusterStatus } from '@dataservices/api';
import { type ClaimView, membersOf, type PodView } from '@dataservices/members';
import { annotationKeys, type KubeObject, type Plan } from '@dataservices/plan';
import type { StatefulSet } from '@dataservices/resources';
import type { ZookeeperAction } from '../action.ts';
import { hostOf, idOf } from '../names.ts';
import type { Observed } from '../observed.ts';
import { plan } from '../plan/plan.ts';
import { foundingOrder, isFoundingOrder, orderAnnotation } from '../resources/order.ts';
import { status } from '../status.ts';
import { claim, logClaim, observed, pod, zookeeperCluster } from './observed-builder.ts';
import { change, type Ensemble, found, noEnsemble, viewOf } from './simulated-ensemble.ts';

/** A pod, and what its container was told. `age` counts ticks. */
export type WorldPod = PodView & { readonly age: number; readonly order?: string };

/** A volume claim, and what is on the volume: the data of a member, from the retirement of which it was set aside last, and with which log it belongs together. */
export type Volume = ClaimView & { readonly holdsData: boolean; readonly obeyedMark?: string; readonly logUid?: string };

/** Everything outside the operator's process. */
export type World = {
  readonly spec: ZookeeperClusterSpecInput;
  readonly annotations: Readonly<Record<string, string>>;
  readonly status: Partial<ZookeeperClusterStatus>;
  readonly set: StatefulSet | undefined;
  readonly pods: readonly WorldPod[];
  readonly volumes: readonly Volume[];
  readonly logs: readonly ClaimView[];
  readonly ensemble: Ensemble;
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
  logs: [],
  ensemble: noEnsemble,
  made: 0,
};

export type WorldAction = ZookeeperAction | { readonly kind: 'write-status'; readonly status: ZookeeperClusterStatus };

const setName = 'cart-zookeeper';

export function ordinalIn(name: string): number {
  return Number(name.slice(name.lastIndexOf('-') + 1));
}

/** Servers that run, by id. */
export function runningIn(world: World): readonly number[] {
  const { pods, volumes } = world;
  const holders = volumes.filter((volume) => isMemberOn(world, volume)).map(({ ordinal }) => ordinal);
  return pods
    .filter(({ age, name }) => age > 1 && holders.includes(ordinalIn(name)))
    .map(({ name }) => idOf(ordinalIn(name)))
    .sort((a, b) => a - b);
}

/** Whether the volume holds a member's data, and the log that belongs to it is there as well. */
export function isMemberOn(world: World, { holdsData, ordinal, logUid }: Volume): boolean {
  return holdsData && logUid === logOf(world, ordinal)?.uid;
}

function logOf({ logs }: World, ordinal: number): ClaimView | undefined {
  return logs.find((log) => log.ordinal === ordinal);
}

const empty = observed({ servers: [] });
const parsed = new WeakMap<ZookeeperClusterSpecInput, ZookeeperCluster>();

/** Parsed once for each spec: a model is looked at thousands of times. */
function clusterOf({ spec, status: stored, annotations }: World): ZookeeperCluster {
  const cluster = parsed.get(spec) ?? zookeeperCluster(spec, {});
  parsed.set(spec, cluster);
  return { ...cluster, metadata: { ...cluster.metadata, annotations }, status: { ...cluster.status, ...stored } };
}

/** What the operator sees of it. */
export function observe(world: World): Observed {
  const running = runningIn(world);
  const base = { ...empty, cluster: clusterOf(world), claims: world.volumes, logClaims: world.logs };
  const { replicas } = base.cluster.spec;
  const members = membersOf({ set: setName, replicas, pods: world.pods, claims: world.volumes }).map((member) => {
    const order = world.pods.find(({ name }) => name === member.name)?.order;
    const id = idOf(member.ordinal);
    const server = viewOf(world.ensemble, running, id);
    const logClaim = logOf(world, member.ordinal);
    const told = { ...(order !== undefined && { order }), ...(logClaim && { logClaim }) };
    return { ...member, id, host: hostOf(base.names, member.name), server, ...told };
  });
  const stored = world.set && { ...world.set, metadata: { ...world.set.metadata, uid: 'uid-set', resourceVersion: '1' } };
  return { ...base, members, objects: new Map(stored && [[`StatefulSet/${setName}`, stored]]) };
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
  switch (action.kind) {
    case 'write-status':
      return { ...world, status: action.status };
    case 'order-founding':
      if (world.status.ensemble?.formed !== false) return world;
      return changePod(world, action.uid, () => ({ order: foundingOrder(action.clusterId) }));
    case 'reconfig':
      return { ...world, ensemble: change(world.ensemble, runningIn(world), action.change)[1] };
    case 'commit-write':
      return { ...world, ensemble: { ...world.ensemble, zxid: world.ensemble.zxid + 1 } };
    case 'delete-pod':
      return changePod(world, action.uid, () => ({ isTerminating: true }));
    case 'condemn-claim':
    case 'delete-claim':
      return changeLog(
        changeVolume(world, action.uid, () => ({ isTerminating: true })),
        action.uid,
      );
    case 'annotate-claim':
      return changeVolume(world, action.uid, ({ retiredMark: _, ...volume }) => {
        const mark = action.annotations[annotationKeys.retired];
        return { ...volume, isRetired: typeof mark === 'string', ...(typeof mark === 'string' && { retiredMark: mark }) };
      });
    case 'resize-claim':
    case 'annotate-pod':
    case 'disown':
    case 'change-certificates':
    case 'keep-chroot':
      return world;
  }
}

function changePod(world: World, uid: string | undefined, changes: (pod: WorldPod) => Partial<WorldPod>): World {
  return { ...world, pods: world.pods.map((one) => (one.uid === uid ? { ...one, ...changes(one) } : one)) };
}

function changeVolume(world: World, uid: string, changes: (volume: Volume) => Partial<Volume>): World {
  const volumes = world.volumes.map((one) => {
    if (one.uid !== uid) return one;
    const { retiredMark: _, ...rest } = one;
    const changed = changes(one);
    return 'isRetired' in changed ? { ...rest, ...changed } : { ...one, ...changed };
  });
  return { ...world, volumes };
}

function changeLog(world: World, uid: string): World {
  return { ...world, logs: world.logs.map((one) => (one.uid === uid ? { ...one, isTerminating: true } : one)) };
}

/** One tick of the rest of the world: pods come and go as the StatefulSet says, and containers start as the start script has it. */
export function settle(world: World): World {
  return startServers(makePods(endPods(world)));
}

function endPods(world: World): World {
  const wanted = world.set?.spec.replicas ?? 0;
  const pods = world.pods
    .filter(({ isTerminating }) => !isTerminating)
    .map((one) => (ordinalIn(one.name) < wanted ? one : { ...one, isTerminating: true }));
  const inUse = new Set(world.pods.map(({ name }) => ordinalIn(name)));
  const stays = ({ ordinal, isTerminating }: ClaimView) => !isTerminating || inUse.has(ordinal);
  return { ...world, pods, volumes: world.volumes.filter(stays), logs: world.logs.filter(stays) };
}

function makePods(world: World): World {
  return Array.from({ length: world.set?.spec.replicas ?? 0 }, (_, ordinal) => ordinal).reduce(makePod, world);
}

function makePod(world: World, ordinal: number): World {
  const name = `${setName}-${ordinal}`;
  const volume = world.volumes.find((one) => one.ordinal === ordinal);
  const log = logOf(world, ordinal);
  if (world.pods.some((one) => one.name === name) || volume?.isTerminating || log?.isTerminating) return world;
  const { [annotationKeys.podHash]: podHash = '', [annotationKeys.clusterId]: clusterId = '' } =
    world.set?.spec.template.metadata.annotations ?? {};
  const made = world.made + 1;
  const fresh: WorldPod = { ...pod(name, { uid: `pod-${made}`, podHash, isReady: false }), age: 0 };
  const newVolume: Volume = { ...claim(ordinal, { uid: `claim-${made}`, clusterId }), holdsData: false };
  const hasLogs = world.spec.logStorage !== undefined;
  const newLog = logClaim(ordinal, { uid: `log-${made}`, clusterId });
  const volumes = volume === undefined ? [...world.volumes, newVolume] : world.volumes;
  const logs = hasLogs && log === undefined ? [...world.logs, newLog] : world.logs;
  return { ...world, made, pods: [...world.pods, fresh], volumes, logs };
}

function startServers(world: World): World {
  const older = { ...world, pods: world.pods.map((one) => ({ ...one, age: one.age + 1, isReady: one.age > 2 })) };
  return older.pods.reduce(obey, older);
}

/** What a container does that waits for an order: a member of the ensemble waits for none. */
function obey(world: World, { name, order, isTerminating }: WorldPod): World {
  const volume = world.volumes.find((one) => one.ordinal === ordinalIn(name));
  const id = idOf(ordinalIn(name));
  if (order === undefined || volume === undefined || isTerminating) return world;
  const log = logOf(world, volume.ordinal);
  const belongs = log === undefined ? {} : { logUid: log.uid };
  if (isFoundingOrder(order)) {
    if (volume.holdsData) return world;
    const founder = { id, host: hostOf(empty.names, name), role: 'participant' as const };
    return { ...changeVolume(world, volume.uid, () => ({ holdsData: true, ...belongs })), ensemble: found(world.ensemble, founder) };
  }
  const mark = order.split(/\s/)[2] ?? '-';
  const isWhole = isMemberOn(world, volume);
  const isMember = isWhole && world.ensemble.members.some((member) => member.id === id);
  if (isMember || (isWhole && volume.obeyedMark === mark)) return world;
  return changeVolume(world, volume.uid, () => ({ holdsData: true, obeyedMark: mark, ...belongs }));
}

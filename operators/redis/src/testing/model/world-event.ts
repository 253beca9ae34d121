import type { RedisClusterSpecInput } from '@dataservices/api';
import { annotationKeys } from '@dataservices/plan';
import { withoutLast } from './data-set.ts';
import type { ModelPod } from './kube-world.ts';
import { modelNames } from './model-names.ts';
import { deletePod, removePod } from './run-kube.ts';
import { isMaster, type Process, type Sentinel, type Service } from './service.ts';
import { startServer } from './start-script.ts';
import { askFor, type World } from './world.ts';

/** What a person, a node or a process does to a cluster. */
export type WorldEvent =
  | { readonly kind: 'ask'; readonly changes: RedisClusterSpecInput }
  | { readonly kind: 'grow'; readonly size: string }
  | {
      readonly kind: 'annotate';
      readonly name: 'restart' | 'replaceMember' | 'switchOver';
      readonly ordinal: number;
      readonly token: string;
    }
  /** Somebody deletes or evicts a pod, as a drained node does. */
  | { readonly kind: 'delete-pod'; readonly pod: Which }
  /** `unwritten`: how many acknowledged writes had not reached its volume yet, because the disk was busy. */
  | { readonly kind: 'kill'; readonly pod: Which; readonly unwritten?: number }
  | { readonly kind: 'hang' | 'cut-off'; readonly pod: Which; readonly forMs: number }
  /** The node is gone with the pod; after a while somebody says so. */
  | { readonly kind: 'lose-node'; readonly pod: Which; readonly forMs: number }
  | { readonly kind: 'lose-volume'; readonly pod: Which }
  | LostSentinels;

/** Deleted, and there is no room for others for a while; or their nodes lose power, and they come back with what they knew. */
export type LostSentinels = {
  readonly kind: 'lose-sentinels';
  readonly how: 'deleted' | 'without power';
  readonly ordinals: readonly number[];
  readonly forMs: number;
};

export type Which = 'master' | `data-${number}` | `sentinel-${number}`;

/** Ends of what lasts, by the time at which they come. */
export type Pending = { readonly atMs: number; readonly end: () => void };

export function carryOut(world: World, event: WorldEvent): Pending | undefined {
  switch (event.kind) {
    case 'ask':
      askFor(world, event.changes);
      return undefined;
    case 'grow':
      askFor(world, { storage: { ...world.spec.storage, size: event.size } });
      return undefined;
    case 'annotate':
      annotate(world, event);
      return undefined;
    case 'delete-pod':
      deletePod(world.kube, world.service, podName(world.service, event.pod));
      return undefined;
    case 'kill':
      killProcess(world.service, podName(world.service, event.pod), event.unwritten);
      return undefined;
    case 'hang':
    case 'cut-off':
      return disturb(world, event);
    case 'lose-node':
      return loseNode(world, event);
    case 'lose-sentinels':
      return loseSentinels(world, event);
    case 'lose-volume':
      loseVolume(world, podName(world.service, event.pod));
      return undefined;
  }
}

function annotate(world: World, { name, ordinal, token }: Extract<WorldEvent, { kind: 'annotate' }>): void {
  const value = name === 'restart' ? token : `${modelNames.data}-${ordinal}@${token}`;
  world.annotations = { ...world.annotations, [annotationKeys[name]]: value };
}

function podName(service: Service, which: Which): string {
  if (which === 'master') return [...service.servers.values()].find(isMaster)?.pod ?? `${modelNames.data}-0`;
  const [component, ordinal] = which.split('-');
  return `${component === 'data' ? modelNames.data : modelNames.sentinel}-${ordinal}`;
}

/** The container restarts in place. A sentinel's file outlives that. */
function killProcess(service: Service, pod: string, unwritten = 0): void {
  const server = service.servers.get(pod);
  if (server === undefined) return;
  const { volume } = server;
  if (volume.data !== undefined) volume.data = withoutLast(volume.data, unwritten);
  startServer(service, server);
}

function disturb({ service }: World, event: Extract<WorldEvent, { kind: 'hang' | 'cut-off' }>): Pending | undefined {
  const pod = podName(service, event.pod);
  const process: Process | undefined = service.servers.get(pod) ?? service.sentinels.get(pod);
  if (process === undefined) return undefined;
  const set = (value: boolean) => {
    if (event.kind === 'hang') process.isHung = value;
    else process.isCutOff = value;
  };
  set(true);
  return { atMs: service.now + event.forMs, end: () => set(false) };
}

function loseNode({ kube, service }: World, event: Extract<WorldEvent, { kind: 'lose-node' }>): Pending | undefined {
  const name = podName(service, event.pod);
  const pod = kube.pods.get(name);
  if (pod === undefined) return undefined;
  pod.isNodeLost = true;
  service.servers.delete(name);
  service.sentinels.delete(name);
  return { atMs: service.now + event.forMs, end: () => removePod(kube.pods, service, pod) };
}

/** Pod and volume at once, as when a disk dies. */
function loseVolume({ kube, service }: World, name: string): void {
  const pod = kube.pods.get(name);
  if (pod === undefined || pod.component !== 'data') return;
  removePod(kube.pods, service, pod);
  kube.claims.delete(`data-${name}`);
}

function loseSentinels({ kube, service }: World, { how, ordinals, forMs }: LostSentinels): Pending | undefined {
  const pods = ordinals.flatMap((ordinal) => kube.pods.get(`${modelNames.sentinel}-${ordinal}`) ?? []);
  if (how === 'deleted') {
    kube.noSentinelsUntil = service.now + forMs;
    for (const pod of pods) removePod(kube.pods, service, pod);
    // Nothing comes to its end before there is room again.
    return { atMs: kube.noSentinelsUntil, end: () => {} };
  }
  const lost = pods.map((pod) => {
    const sentinel = service.sentinels.get(pod.name);
    pod.isNodeLost = true;
    service.sentinels.delete(pod.name);
    return { pod, sentinel };
  });
  const end = () => {
    for (const { pod, sentinel } of lost) comeBack({ kube, service }, pod, sentinel);
  };
  return { atMs: service.now + forMs, end };
}

/** An attempt that it was at is not in its file. */
function comeBack({ kube, service }: Pick<World, 'kube' | 'service'>, pod: ModelPod, sentinel: Sentinel | undefined): void {
  pod.isNodeLost = false;
  if (sentinel === undefined || kube.pods.get(pod.name) !== pod) return;
  delete sentinel.watch?.failover;
  service.sentinels.set(pod.name, sentinel);
}

import { annotationKeys } from '@dataservices/plan';
import { isFoundingOrder } from '../resources/order.ts';
import { forgottenBy, isStandDown } from '../resources/task.ts';
import { claim, pod } from './observed-builder.ts';
import { copied, forgotten, found, joined, left } from './simulated-cluster.ts';
import { runningIn, type Volume, type World } from './world.ts';
import { changePod, changeVolume, ordinalIn, setName, type WorldPod } from './world-changes.ts';

/** One tick of the rest of the world: pods come and go as the StatefulSet says, and containers do as the start script has it. */
export function settle(world: World): World {
  const grownUp = makePods(endPods(world));
  const older: World = { ...grownUp, pods: grownUp.pods.map(aged) };
  const settled = older.pods.reduce<World>((now, { uid }) => doTask(obey(now, uid), uid), older);
  return { ...settled, cluster: copied(settled.cluster, runningIn(settled)) };
}

/** What ends starts nothing more. */
function aged(pod: WorldPod): WorldPod {
  return pod.isTerminating ? pod : { ...pod, age: pod.age + 1, isReady: pod.age > 2 };
}

function endPods(world: World): World {
  const wanted = world.set?.spec.replicas ?? 0;
  const pods = world.pods
    .filter(({ isEnding }) => isEnding !== true)
    .map((one) => ({ ...one, isEnding: one.isTerminating, isTerminating: one.isTerminating || ordinalIn(one.name) >= wanted }));
  const inUse = new Set(world.pods.map(({ name }) => ordinalIn(name)));
  const volumes = world.volumes.filter(({ ordinal, isTerminating }) => !isTerminating || inUse.has(ordinal));
  return { ...world, pods, volumes };
}

function makePods(world: World): World {
  return Array.from({ length: world.set?.spec.replicas ?? 0 }, (_, ordinal) => ordinal).reduce(makePod, world);
}

function makePod(world: World, ordinal: number): World {
  const name = `${setName}-${ordinal}`;
  const volume = world.volumes.find((one) => one.ordinal === ordinal);
  if (world.pods.some((one) => one.name === name) || volume?.isTerminating === true) return world;
  const { [annotationKeys.podHash]: podHash = '', [annotationKeys.clusterId]: clusterId = '' } =
    world.set?.spec.template.metadata.annotations ?? {};
  const made = world.made + 1;
  const fresh: WorldPod = { ...pod(name, { uid: `pod-${made}`, podHash, isReady: false }), age: 0 };
  const newVolume: Volume = { ...claim(ordinal, { uid: `claim-${made}`, clusterId }), state: 'empty', obeyedMark: '-' };
  return { ...world, made, pods: [...world.pods, fresh], volumes: volume === undefined ? [...world.volumes, newVolume] : world.volumes };
}

/** What a container does that waits for an order, or finds that its volume is of the past. */
function obey(world: World, uid: string): World {
  const one = world.pods.find((candidate) => candidate.uid === uid);
  const volume = world.volumes.find(({ ordinal }) => ordinal === ordinalIn(one?.name ?? ''));
  if (one?.order === undefined || volume === undefined || one.isTerminating || isStandDown(one.task)) return world;
  const ordinal = ordinalIn(one.name);
  if (isFoundingOrder(one.order)) {
    if (volume.state !== 'empty') return world;
    return { ...changeVolume(world, volume.uid, () => ({ state: 'member' })), cluster: found(world.cluster, ordinal) };
  }
  const mark = one.order.split(/\s/)[2] ?? '-';
  const isPast = mark !== '-' && mark !== volume.obeyedMark;
  if (volume.state === 'member' && !isPast) return world;
  const cluster = joined(world.cluster, runningIn(world), ordinal);
  if (cluster === undefined) return world;
  const restarted = changePod({ ...world, cluster }, uid, () => ({ age: 0 }));
  return changeVolume(restarted, volume.uid, () => ({ state: 'member', obeyedMark: mark }));
}

function doTask(world: World, uid: string): World {
  const one = world.pods.find((candidate) => candidate.uid === uid);
  const volume = world.volumes.find(({ ordinal }) => ordinal === ordinalIn(one?.name ?? ''));
  if (one?.task === undefined || volume === undefined || one.isTerminating) return world;
  const running = runningIn(world);
  if (isStandDown(one.task)) {
    const stopped = changeVolume(world, volume.uid, () => ({ state: 'left' }));
    if (!one.task.startsWith('leave ') || volume.state === 'left') return stopped;
    const cluster = left(world.cluster, running, ordinalIn(one.name));
    return cluster === undefined ? world : { ...stopped, cluster };
  }
  const gone = forgottenBy(one.task);
  if (gone === undefined || volume.forgot === one.task || !running.includes(ordinalIn(one.name))) return world;
  const cluster = forgotten(world.cluster, running, ordinalIn(gone.slice(0, gone.indexOf('.'))));
  return cluster === undefined ? world : { ...changeVolume(world, volume.uid, () => ({ forgot: one.task ?? '' })), cluster };
}

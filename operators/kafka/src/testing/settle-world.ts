import { annotationKeys } from '@dataservices/plan';
import { nodeIdOf, type Role, setOf } from '../names.ts';
import { claim, names, pod } from './observed-builder.ts';
import { foundKafka, servingBrokers } from './simulated-kafka.ts';
import { createTopic, loseDisk } from './simulated-kafka-changes.ts';
import { tick } from './simulated-kafka-tick.ts';
import { runningIn, type World } from './world.ts';
import { changePod, changeVolume, type Volume, type WorldPod } from './world-parts.ts';

const roles: readonly Role[] = ['controller', 'broker'];

/** One tick of the rest of the world: pods come and go as the StatefulSets say, containers do as the start script has it, and Kafka goes on. */
export function settle(world: World): World {
  const made = roles.reduce(makePods, endPods(world));
  const older: World = { ...made, pods: made.pods.map((one) => ({ ...one, age: one.age + 1, isReady: one.age > 2 })) };
  const formatted = older.pods.reduce<World>((now, { uid }) => format(now, uid), older);
  if (formatted.kafka === undefined) return formatted;
  return withTopics({ ...formatted, kafka: tick(formatted.kafka, runningIn(formatted)) });
}

function endPods(world: World): World {
  const wanted = (role: Role) => world.sets[role]?.spec.replicas ?? 0;
  const pods = world.pods
    .filter(({ isTerminating }) => !isTerminating)
    .map((one) => (one.ordinal < wanted(one.role) ? one : { ...one, isTerminating: true }));
  const isInUse = (volume: Volume) => world.pods.some(({ role, ordinal }) => role === volume.role && ordinal === volume.ordinal);
  return { ...world, pods, volumes: world.volumes.filter((volume) => !volume.isTerminating || isInUse(volume)) };
}

function makePods(world: World, role: Role): World {
  const ordinals = Array.from({ length: world.sets[role]?.spec.replicas ?? 0 }, (_, ordinal) => ordinal);
  return ordinals.reduce<World>((now, ordinal) => makePod(now, role, ordinal), world);
}

function makePod(world: World, role: Role, ordinal: number): World {
  const name = `${setOf(names, role)}-${ordinal}`;
  const volume = world.volumes.find((one) => one.role === role && one.ordinal === ordinal);
  if (world.pods.some((one) => one.name === name) || volume?.isTerminating === true) return world;
  const { [annotationKeys.podHash]: podHash = '', [annotationKeys.clusterId]: clusterId = '' } =
    world.sets[role]?.spec.template.metadata.annotations ?? {};
  const made = world.made + 1;
  const fresh: WorldPod = { ...pod(name, { uid: `pod-${made}`, podHash, isReady: false }), role, ordinal, age: 0 };
  const newVolume: Volume = { ...claim(role, ordinal, { uid: `claim-${made}`, clusterId }), role, isFormatted: false };
  return { ...world, made, pods: [...world.pods, fresh], volumes: volume === undefined ? [...world.volumes, newVolume] : world.volumes };
}

/** What a container does that finds its volume empty. */
function format(world: World, uid: string): World {
  const one = world.pods.find((candidate) => candidate.uid === uid);
  const volume = world.volumes.find(({ role, ordinal }) => role === one?.role && ordinal === one.ordinal);
  if (one === undefined || volume === undefined || one.isTerminating || volume.isFormatted) return world;
  const restarted = changePod(world, uid, { age: 0 });
  if (one.role === 'broker') {
    if (one.rack === undefined) return world;
    const kafka = world.kafka === undefined ? undefined : loseDisk(world.kafka, one.ordinal);
    return changeVolume({ ...restarted, kafka }, volume.uid, { isFormatted: true });
  }
  const [verb, clusterId = '', voters = ''] = one.order?.trim().split(' ') ?? [];
  if (verb === undefined) return world;
  const id = nodeIdOf('controller', one.ordinal);
  const known = voters.split(',').map((voter) => voter.split(/[@:]/));
  const directoryId = verb === 'found' ? known.find(([voter]) => Number(voter) === id)?.at(-1) : `joined-${world.made}-${id}`;
  if (directoryId === undefined) return { ...world, accident: `controller ${id} was told to found without being a founder` };
  const isForgetful = world.directories.includes(directoryId) && world.status.kraft?.formed === true;
  const accident = isForgetful ? `controller ${id} votes without what it has voted before` : world.accident;
  const all = known.map((voter) => ({ id: Number(voter[0]), directoryId: voter.at(-1) ?? '' }));
  const kafka = world.kafka ?? (verb === 'found' ? foundKafka(clusterId, all) : undefined);
  const isSecond = verb === 'found' && world.kafka !== undefined && world.kafka.clusterId !== clusterId;
  const next: World = {
    ...restarted,
    kafka,
    directories: [...world.directories, directoryId],
    ...(isSecond ? { accident: 'a second cluster was founded' } : accident !== undefined && { accident }),
  };
  return changeVolume(next, volume.uid, { isFormatted: true, directoryId });
}

/** Clients make topics as soon as every broker serves that was asked for at the beginning. */
function withTopics(world: World): World {
  const { kafka, spec } = world;
  const brokers = spec.replicas ?? 3;
  if (kafka === undefined || kafka.partitions.length > 0 || brokers === 0 || servingBrokers(kafka).length < brokers) return world;
  const replicationFactor = Math.min(3, brokers);
  const made = ['orders', '__consumer_offsets'].reduce((now, topic) => {
    const change = createTopic(now, { topic, partitions: 6, replicationFactor }, 100);
    return 'error' in change ? now : change;
  }, kafka);
  return { ...world, kafka: made };
}

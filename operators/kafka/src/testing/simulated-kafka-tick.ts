import {
  changePartitions,
  hasQuorum,
  type Pace,
  type Running,
  type SimulatedKafka,
  type SimulatedPartition,
  servingBrokers,
  usualPace,
  votersRunning,
} from './simulated-kafka.ts';

/**
 * A moment: nodes that run are registered, and those that do not are fenced; leaders are elected from those in sync, replicas that lag catch up a step,
 * and what is being moved moves on. Without a majority of the controllers nothing changes.
 */
export function tick(kafka: SimulatedKafka, running: Running, pace: Pace = usualPace): SimulatedKafka {
  const led = electController(kafka, running);
  if (led.leaderId === undefined) return led;
  const registered = registerBrokers(led, running);
  const elected = changePartitions(registered, (partition) => electLeader(partition, servingBrokers(registered)));
  const copied = copy(elected, pace);
  return changePartitions(copied, (partition) => finishMove(partition, servingBrokers(copied)));
}

function electController(kafka: SimulatedKafka, running: Running): SimulatedKafka {
  if (!hasQuorum(kafka, running)) return { ...kafka, leaderId: undefined };
  const candidates = votersRunning(kafka.voters, running.controllers);
  if (candidates.some(({ id }) => id === kafka.leaderId)) return kafka;
  return { ...kafka, leaderId: candidates[kafka.epoch % candidates.length]?.id, epoch: kafka.epoch + 1 };
}

function registerBrokers(kafka: SimulatedKafka, { brokers: running }: Running): SimulatedKafka {
  const known = kafka.brokers.map((broker) => {
    const own = running.find(({ id }) => id === broker.id);
    return { ...broker, isFenced: own === undefined, rack: own === undefined ? broker.rack : own.rack };
  });
  const fresh = running
    .filter(({ id }) => !known.some((broker) => broker.id === id))
    .map(({ id, rack }) => ({ id, rack, isFenced: false, configs: {} }));
  return { ...kafka, brokers: [...known, ...fresh].sort((a, b) => a.id - b.id) };
}

/** The leader goes on where it serves. Whoever is away leaves those in sync, but for the last: it has what nobody else has. */
export function electLeader(partition: SimulatedPartition, serving: readonly number[]): SimulatedPartition {
  const { isr, replicas } = partition;
  const live = isr.filter((id) => serving.includes(id));
  if (live.length === 0) return { ...partition, leader: undefined };
  const isKept = partition.leader !== undefined && live.includes(partition.leader);
  return { ...partition, isr: live, leader: isKept ? partition.leader : replicas.find((id) => live.includes(id)) };
}

/** Brokers share what they receive among the partitions that they lack, one after another. */
function copy(kafka: SimulatedKafka, pace: Pace): SimulatedKafka {
  const left = new Map(kafka.brokers.map(({ id, configs }) => [id, budgetOf(configs, pace)]));
  const serving = servingBrokers(kafka);
  return changePartitions(kafka, (partition) => {
    if (partition.leader === undefined) return partition;
    const joined: number[] = [];
    const copied: Record<number, number> = { ...partition.copied };
    for (const id of partition.replicas) {
      if (partition.isr.includes(id) || !serving.includes(id)) continue;
      const missing = partition.bytes - (copied[id] ?? 0);
      const received = Math.min(missing, left.get(id) ?? 0);
      left.set(id, (left.get(id) ?? 0) - received);
      copied[id] = (copied[id] ?? 0) + received;
      if (received === missing) joined.push(id);
    }
    for (const id of joined) delete copied[id];
    return { ...partition, copied, isr: partition.replicas.filter((id) => partition.isr.includes(id) || joined.includes(id)) };
  });
}

/** A throttle counts per tick, as the pace does. */
function budgetOf(configs: Readonly<Record<string, string>>, { bytesPerTick }: Pace): number {
  const throttle = configs['follower.replication.throttled.rate'];
  return throttle === undefined ? bytesPerTick : Math.min(bytesPerTick, Number(throttle));
}

/** When all of those that are to be have it, the others are let go. */
export function finishMove(partition: SimulatedPartition, serving: readonly number[]): SimulatedPartition {
  const { target, isr, copied } = partition;
  if (target === undefined || !target.replicas.every((id) => isr.includes(id))) return partition;
  const kept = { ...partition, replicas: target.replicas, isr: target.replicas, target: undefined };
  const rest = Object.fromEntries(Object.entries(copied).filter(([id]) => target.replicas.includes(Number(id))));
  return electLeader({ ...kept, copied: rest }, serving);
}

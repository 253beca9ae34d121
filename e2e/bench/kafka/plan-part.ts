import { planReassignment } from '../../../libs/reassignment/src/index.ts';
import { rackAwareCluster } from '../../../libs/reassignment/src/testing/clusters.ts';
import type { KafkaRef } from '../../src/kafka-object.ts';
import { type PartitionReplicas, proposeByConsole, replicasByConsole } from '../../src/kafka-tools.ts';
import { spreadOf } from '../../src/statistics.ts';
import type { TestBed } from '../../src/test-bed.ts';
import { copiedBytes } from './copied-bytes.ts';
import { bootstrapOf, partitionBytesOn } from './stored-data.ts';

/** What plans would copy, and what it takes to make a large one. Nothing is moved. */
export type PlanFigure = {
  readonly partitions: number;
  /** To empty the last broker. */
  readonly drainBytes: number;
  /** The same by what `kafka-reassign-partitions --generate` proposes. */
  readonly toolBytes: number;
  /** For 10,000 partitions of three replicas on 50 brokers, of which ten are new: median of five. */
  readonly largePlanMs: number;
};

/** What it would take to empty the last of so many brokers, by this project's planner and by Kafka's tool. */
export async function measurePlan(bed: TestBed, cluster: KafkaRef, brokers: number): Promise<PlanFigure> {
  const bootstrap = await bootstrapOf(bed, cluster);
  const ids = Array.from({ length: brokers }, (_, id) => id);
  const staying = ids.slice(0, -1);
  const now = await replicasByConsole(bed, cluster, { bootstrap });
  const bytes = await partitionBytes(bed, cluster, ids);
  const proposed = await proposeByConsole(bed, cluster, { bootstrap, topics: [...new Set(now.map(({ topic }) => topic))], onto: staying });
  const bytesOf = ({ topic, partition }: PartitionReplicas) => bytes.get(`${topic}-${partition}`) ?? 0;
  const plan = planReassignment({
    mode: 'drain',
    brokers: staying.map((id) => ({ id })),
    remove: [brokers - 1],
    partitions: now.map((one) => ({ ...one, bytes: bytesOf(one) })),
  });
  return { partitions: now.length, drainBytes: plan.bytes, toolBytes: copiedBytes(now, proposed, bytesOf), largePlanMs: largePlanMs() };
}

/** Of one replica: what has not been written everywhere yet counts as it is where it is longest. */
async function partitionBytes(bed: TestBed, cluster: KafkaRef, ids: readonly number[]): Promise<ReadonlyMap<string, number>> {
  const most = new Map<string, number>();
  for (const id of ids)
    for (const [partition, bytes] of await partitionBytesOn(bed, cluster, `${cluster.name}-kafka-${id}`))
      most.set(partition, Math.max(bytes, most.get(partition) ?? 0));
  return most;
}

function largePlanMs(): number {
  const large = rackAwareCluster({ racks: 5, brokersOfRack: 10, replicationFactor: 3, partitions: 10_000, inUse: 40, seed: 1 });
  const times = Array.from({ length: 5 }, () => {
    const startMs = performance.now();
    planReassignment({ mode: 'balance', ...large });
    return performance.now() - startMs;
  });
  return Math.round(spreadOf(times)?.median ?? Number.NaN);
}

import { isWhole } from './health.ts';
import type { KafkaRule } from './rule.ts';

/**
 * Precondition: the cluster is whole, `rebalance.mode` is not None, and a partition is led by another than its first replica, which is in sync.
 * Effect: the first replicas lead.
 *
 * Prevents: all leaders on the brokers that restarted first in a roll, and a broker that leads nothing after it was away.
 */
export const electLeaders: KafkaRule = (observed) => {
  const { kafka, cluster } = observed;
  if (kafka === undefined || cluster.spec.rebalance.mode === 'None' || cluster.spec.replicas < 2 || !isWhole(observed)) return undefined;
  const partitions = kafka.partitions
    .filter(({ leader, replicas: [first], isr }) => first !== undefined && leader !== first && isr.includes(first))
    .map(({ topic, partition }) => ({ topic, partition }));
  if (partitions.length === 0) return undefined;
  return {
    rule: 'ElectLeaders',
    reason: `${partitions.length} partitions are led by another than their first replica: those lead again`,
    actions: [{ kind: 'elect-leaders', partitions }],
    requeueAfterMs: 1_000,
  };
};

import type { ConfigChange, ConfigOperation, Reassignment } from '../client/port.ts';
import { type KafkaView, type Observed, partitionKey } from '../observed.ts';

/** The most that a broker sends, and receives, of partitions that are named in the topics' lists. */
export const rateKeys = ['leader.replication.throttled.rate', 'follower.replication.throttled.rate'] as const;

const leaderKey = 'leader.replication.throttled.replicas';
const followerKey = 'follower.replication.throttled.replicas';

/** What is to be set before these partitions move, so that they do not move faster than they may: nothing where there is no limit. */
export function throttleFor(observed: Observed, moves: readonly Reassignment[]): readonly ConfigChange[] {
  const { kafka, cluster } = observed;
  const rate = cluster.spec.rebalance.throttleBytesPerSecond;
  if (kafka === undefined || rate === undefined) return [];
  return [...rateChanges(kafka, String(rate)), ...replicaChanges(kafka, moves)];
}

/** What is to be set so that brokers that are at it take another limit, or none. */
export function rateChangesFor({ kafka, cluster }: Observed): readonly ConfigChange[] {
  const rate = cluster.spec.rebalance.throttleBytesPerSecond;
  if (kafka === undefined) return [];
  if (rate !== undefined) return rateChanges(kafka, String(rate));
  return [...kafka.brokerSettings].flatMap(([id, settings]) => brokerChange(id, rateOperations(settings, undefined)));
}

/** What was set for moves, and is to be taken back when nothing moves. */
export function leftThrottles({ brokerSettings, topics }: KafkaView): readonly ConfigChange[] {
  const rates = [...brokerSettings].flatMap(([id, settings]) => brokerChange(id, rateOperations(settings, undefined)));
  const lists = [...topics].flatMap(([name, { leaderThrottled, followerThrottled }]): readonly ConfigChange[] => {
    const operations = [
      ...(leaderThrottled === '' ? [] : [{ key: leaderKey, value: undefined }]),
      ...(followerThrottled === '' ? [] : [{ key: followerKey, value: undefined }]),
    ];
    return operations.length === 0 ? [] : [{ type: 'topic', name, operations }];
  });
  return [...rates, ...lists];
}

function rateChanges({ brokerSettings }: KafkaView, rate: string): readonly ConfigChange[] {
  return [...brokerSettings].flatMap(([id, settings]) => brokerChange(id, rateOperations(settings, rate)));
}

function rateOperations(settings: Readonly<Record<string, string>>, value: string | undefined): readonly ConfigOperation[] {
  return rateKeys.filter((key) => settings[key] !== value).map((key) => ({ key, value }));
}

function brokerChange(id: number, operations: readonly ConfigOperation[]): readonly ConfigChange[] {
  return operations.length === 0 ? [] : [{ type: 'broker', name: String(id), operations }];
}

/** Where each partition comes from is slowed down at the leader's side, where it goes to at the follower's. */
function replicaChanges(kafka: KafkaView, moves: readonly Reassignment[]): readonly ConfigChange[] {
  const replicasNow = new Map(kafka.partitions.map((one) => [partitionKey(one), one.replicas]));
  const byTopic = Map.groupBy(moves, ({ topic }) => topic);
  return [...byTopic].flatMap(([name, ofTopic]): readonly ConfigChange[] => {
    const { leaderThrottled = '', followerThrottled = '' } = kafka.topics.get(name) ?? {};
    const entries = (pick: (now: readonly number[], to: readonly number[]) => readonly number[]) =>
      ofTopic.flatMap((move) =>
        pick(replicasNow.get(partitionKey(move)) ?? [], move.replicas ?? []).map((id) => `${move.partition}:${id}`),
      );
    const operations = [
      ...listOperation(
        leaderKey,
        leaderThrottled,
        entries((now) => now),
      ),
      ...listOperation(
        followerKey,
        followerThrottled,
        entries((now, to) => to.filter((id) => !now.includes(id))),
      ),
    ];
    return operations.length === 0 ? [] : [{ type: 'topic', name, operations }];
  });
}

function listOperation(key: string, known: string, added: readonly string[]): readonly ConfigOperation[] {
  const before = known.split(',').filter((entry) => entry !== '');
  const missing = added.filter((entry) => !before.includes(entry) && known !== '*');
  return missing.length === 0 ? [] : [{ key, value: [...new Set([...before, ...missing])].join(',') }];
}

import type { PartitionView } from '../views.ts';
import type { Api } from '../wire/api.ts';
import { array, bool, int16, int32, nullableArray, nullableString, string, struct, uuid, type ValueOf } from '../wire/codec.ts';
import type { Ask } from './ask.ts';
import { checkAnswer } from './check-answer.ts';

const request = struct({
  topics: nullableArray(struct({ id: uuid, name: nullableString })),
  mayCreate: bool,
  withOperations: bool,
});
const partition = struct({
  error: int16,
  partition: int32,
  leader: int32,
  leaderEpoch: int32,
  replicas: array(int32),
  isr: array(int32),
  offline: array(int32),
});
const topic = struct({
  error: int16,
  name: nullableString,
  id: uuid,
  isInternal: bool,
  partitions: array(partition),
  operations: int32,
});
const answer = struct({
  throttleMs: int32,
  brokers: array(struct({ id: int32, host: string, port: int32, rack: nullableString })),
  clusterId: nullableString,
  controllerId: int32,
  topics: array(topic),
});

export const metadataApi: Api<ValueOf<typeof request>, ValueOf<typeof answer>> = {
  key: 3,
  name: 'Metadata',
  versions: [{ version: 12, request, answer }],
};

/** By topic and number: some brokers, those of Kafka 4.1 among them, list them in any order, and in another one each time. */
export async function listPartitions(ask: Ask): Promise<readonly PartitionView[]> {
  const { topics } = await ask(metadataApi, { topics: null, mayCreate: false, withOperations: false });
  const partitions = topics.flatMap(({ error, name, isInternal, partitions }) => {
    // Its own trouble, such as no leader, is in the view: what else there is would hide partitions.
    checkAnswer(`listing the partitions of ${name}`, { error }, ['LEADER_NOT_AVAILABLE']);
    return partitions.map(({ partition: index, leader, replicas, isr, offline }) => ({
      topic: name ?? '',
      partition: index,
      isInternal,
      leader: leader < 0 ? undefined : leader,
      replicas,
      isr,
      offline,
    }));
  });
  return partitions.sort(byName);
}

function byName(one: PartitionView, other: PartitionView): number {
  if (one.topic !== other.topic) return one.topic < other.topic ? -1 : 1;
  return one.partition - other.partition;
}

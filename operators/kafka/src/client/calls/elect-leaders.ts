import type { PartitionRef, Refusal } from '../views.ts';
import type { Api } from '../wire/api.ts';
import { array, int8, int16, int32, nullableArray, nullableString, string, struct, type ValueOf } from '../wire/codec.ts';
import type { Ask } from './ask.ts';
import { byTopic } from './by-topic.ts';
import { checkAnswer, refusalOf } from './check-answer.ts';

const request = struct({ kind: int8, topics: nullableArray(struct({ topic: string, partitions: array(int32) })), timeoutMs: int32 });
const answer = struct({
  throttleMs: int32,
  error: int16,
  topics: array(struct({ topic: string, partitions: array(struct({ partition: int32, error: int16, message: nullableString })) })),
});

export const electLeadersApi: Api<ValueOf<typeof request>, ValueOf<typeof answer>> = {
  key: 43,
  name: 'ElectLeaders',
  versions: [{ version: 2, request, answer }],
};

const preferred = 0;

export async function electPreferredLeaders(
  ask: Ask,
  partitions: readonly PartitionRef[] | 'all',
  timeoutMs: number,
): Promise<readonly Refusal[]> {
  const topics =
    partitions === 'all'
      ? null
      : byTopic(partitions).map(({ topic, parts }) => ({ topic, partitions: parts.map(({ partition }) => partition) }));
  const result = await ask(electLeadersApi, { kind: preferred, topics, timeoutMs });
  checkAnswer('electing leaders', result);
  return result.topics.flatMap(({ topic, partitions: outcomes }) =>
    outcomes.flatMap((each) => refusalOf({ topic, partition: each.partition }, each, ['ELECTION_NOT_NEEDED']) ?? []),
  );
}

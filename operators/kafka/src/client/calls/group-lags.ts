import type { GroupLagView, PartitionView } from '../views.ts';
import type { Api } from '../wire/api.ts';
import { array, bool, int8, int16, int32, int64, nullableArray, nullableString, string, struct, type ValueOf } from '../wire/codec.ts';
import { noError } from '../wire/error-names.ts';
import type { Ask } from './ask.ts';
import { byTopic } from './by-topic.ts';
import { checkAnswer } from './check-answer.ts';

const nothing = struct({});
const groups = struct({ throttleMs: int32, error: int16, groups: array(struct({ group: string, protocolType: string })) });
const offsetQuestion = struct({
  groups: array(struct({ group: string, topics: nullableArray(struct({ topic: string, partitions: array(int32) })) })),
  isStable: bool,
});
const committed = struct({ partition: int32, offset: int64, leaderEpoch: int32, metadata: nullableString, error: int16 });
const offsets = struct({
  throttleMs: int32,
  groups: array(struct({ group: string, topics: array(struct({ topic: string, partitions: array(committed) })), error: int16 })),
});
const endQuestion = struct({
  replicaId: int32,
  isolation: int8,
  topics: array(struct({ topic: string, partitions: array(struct({ partition: int32, leaderEpoch: int32, timestamp: int64 })) })),
});
const end = struct({ partition: int32, error: int16, timestamp: int64, offset: int64, leaderEpoch: int32 });
const ends = struct({ throttleMs: int32, topics: array(struct({ topic: string, partitions: array(end) })) });

export const listGroupsApi: Api<ValueOf<typeof nothing>, ValueOf<typeof groups>> = {
  key: 16,
  name: 'ListGroups',
  versions: [{ version: 3, request: nothing, answer: groups }],
};
export const fetchOffsetsApi: Api<ValueOf<typeof offsetQuestion>, ValueOf<typeof offsets>> = {
  key: 9,
  name: 'OffsetFetch',
  versions: [{ version: 8, request: offsetQuestion, answer: offsets }],
};
export const listOffsetsApi: Api<ValueOf<typeof endQuestion>, ValueOf<typeof ends>> = {
  key: 2,
  name: 'ListOffsets',
  versions: [{ version: 7, request: endQuestion, answer: ends }],
};

type Committed = Omit<GroupLagView, 'lag'>;
const [noReplica, uncommittedToo, anyEpoch, latest] = [-1, 0, -1, -1];

/** What the groups have committed that this broker coordinates. */
export async function committedOffsets(ask: Ask): Promise<readonly Committed[]> {
  const listed = await ask(listGroupsApi, {});
  checkAnswer('listing groups', listed);
  if (listed.groups.length === 0) return [];
  const wanted = listed.groups.map(({ group }) => ({ group, topics: null }));
  const answer = await ask(fetchOffsetsApi, { groups: wanted, isStable: false });
  // A group that is being moved to another broker is seen there in the next round.
  return answer.groups
    .filter(({ error }) => error === noError)
    .flatMap(({ group, topics }) =>
      topics.flatMap(({ topic, partitions }) =>
        partitions.flatMap(({ partition, offset, error }) =>
          error === noError && offset >= 0 ? { group, topic, partition, committed: offset } : [],
        ),
      ),
    );
}

/** By topic and partition: the end of those that this broker leads. */
export async function endOffsets(ask: Ask, led: readonly PartitionView[]): Promise<ReadonlyMap<string, number>> {
  const topics = byTopic(led).map(({ topic, parts }) => ({
    topic,
    partitions: parts.map(({ partition }) => ({ partition, leaderEpoch: anyEpoch, timestamp: latest })),
  }));
  const answer = await ask(listOffsetsApi, { replicaId: noReplica, isolation: uncommittedToo, topics });
  return new Map(
    answer.topics.flatMap(({ topic, partitions }) =>
      partitions.flatMap(({ partition, error, offset }): [string, number][] =>
        error === noError ? [[partitionKey({ topic, partition }), offset]] : [],
      ),
    ),
  );
}

export function partitionKey({ topic, partition }: { readonly topic: string; readonly partition: number }): string {
  return `${topic}/${partition}`;
}

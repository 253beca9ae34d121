import type { Reassignment, ReassignmentView, Refusal } from '../views.ts';
import type { Api } from '../wire/api.ts';
import { array, bool, int16, int32, nullableArray, nullableString, string, struct, type ValueOf } from '../wire/codec.ts';
import type { Ask } from './ask.ts';
import { byTopic } from './by-topic.ts';
import { checkAnswer, refusalOf } from './check-answer.ts';

const wanted = array(struct({ topic: string, partitions: array(struct({ partition: int32, replicas: nullableArray(int32) })) }));
const outcomes = array(struct({ topic: string, partitions: array(struct({ partition: int32, error: int16, message: nullableString })) }));
const newestChange = struct({ timeoutMs: int32, mayChangeSize: bool, topics: wanted });
const newestChanged = struct({ throttleMs: int32, mayChangeSize: bool, error: int16, message: nullableString, topics: outcomes });
const changed = struct({ throttleMs: int32, error: int16, message: nullableString, topics: outcomes });
const question = struct({ timeoutMs: int32, topics: nullableArray(struct({ topic: string, partitions: array(int32) })) });
const underWay = struct({
  throttleMs: int32,
  error: int16,
  message: nullableString,
  topics: array(
    struct({
      topic: string,
      partitions: array(struct({ partition: int32, replicas: array(int32), adding: array(int32), removing: array(int32) })),
    }),
  ),
});

export const alterReassignmentsApi: Api<ValueOf<typeof newestChange>, ValueOf<typeof changed>> = {
  key: 45,
  name: 'AlterPartitionReassignments',
  versions: [
    { version: 1, request: newestChange, answer: newestChanged },
    { version: 0, request: struct({ timeoutMs: int32, topics: wanted }), answer: changed },
  ],
};

export const listReassignmentsApi: Api<ValueOf<typeof question>, ValueOf<typeof underWay>> = {
  key: 46,
  name: 'ListPartitionReassignments',
  versions: [{ version: 0, request: question, answer: underWay }],
};

export async function listReassignments(ask: Ask, timeoutMs: number): Promise<readonly ReassignmentView[]> {
  const answer = await ask(listReassignmentsApi, { timeoutMs, topics: null });
  checkAnswer('listing reassignments', answer);
  return answer.topics.flatMap(({ topic, partitions }) => partitions.map((each) => ({ topic, ...each })));
}

/** @param timeoutMs how long Kafka may take to note them */
export async function alterReassignments(ask: Ask, changes: readonly Reassignment[], timeoutMs: number): Promise<readonly Refusal[]> {
  const topics = byTopic(changes).map(({ topic, parts }) => ({
    topic,
    partitions: parts.map(({ partition, replicas = null }) => ({ partition, replicas })),
  }));
  // Where Kafka can promise that no partition comes to have more or fewer replicas by a plan that is out of date, it is to.
  const answer = await ask(alterReassignmentsApi, { timeoutMs, mayChangeSize: false, topics });
  checkAnswer('changing reassignments', answer);
  return answer.topics.flatMap(({ topic, partitions }) =>
    partitions.flatMap((each) => refusalOf({ topic, partition: each.partition }, each, ['NO_REASSIGNMENT_IN_PROGRESS']) ?? []),
  );
}

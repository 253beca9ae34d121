import type { NewTopic, Refusal } from '../views.ts';
import type { Api } from '../wire/api.ts';
import { array, bool, int8, int16, int32, nullableArray, nullableString, string, struct, uuid, type ValueOf } from '../wire/codec.ts';
import type { Ask } from './ask.ts';
import { refusalOf } from './check-answer.ts';

const creation = struct({
  topics: array(
    struct({
      topic: string,
      partitions: int32,
      replicationFactor: int16,
      assignments: array(struct({ partition: int32, brokers: array(int32) })),
      configs: array(struct({ key: string, value: nullableString })),
    }),
  ),
  timeoutMs: int32,
  validateOnly: bool,
});
const created = struct({
  throttleMs: int32,
  topics: array(
    struct({
      topic: string,
      id: uuid,
      error: int16,
      message: nullableString,
      partitions: int32,
      replicationFactor: int16,
      configs: nullableArray(struct({ key: string, value: nullableString, isReadOnly: bool, source: int8, isSensitive: bool })),
    }),
  ),
});
const deletion = struct({ topics: array(struct({ topic: nullableString, id: uuid })), timeoutMs: int32 });
const deleted = struct({
  throttleMs: int32,
  topics: array(struct({ topic: nullableString, id: uuid, error: int16, message: nullableString })),
});

export const createTopicsApi: Api<ValueOf<typeof creation>, ValueOf<typeof created>> = {
  key: 19,
  name: 'CreateTopics',
  versions: [{ version: 7, request: creation, answer: created }],
};

export const deleteTopicsApi: Api<ValueOf<typeof deletion>, ValueOf<typeof deleted>> = {
  key: 20,
  name: 'DeleteTopics',
  versions: [{ version: 6, request: deletion, answer: deleted }],
};

/** Stands for no id: the topic is named. */
const noId = 'A'.repeat(22);

export async function createTopics(ask: Ask, topics: readonly NewTopic[], timeoutMs: number): Promise<readonly Refusal[]> {
  const wanted = topics.map(({ configs = {}, ...topic }) => ({
    ...topic,
    assignments: [],
    configs: Object.entries(configs).map(([key, value]) => ({ key, value })),
  }));
  const answer = await ask(createTopicsApi, { topics: wanted, timeoutMs, validateOnly: false });
  return answer.topics.flatMap((each) => refusalOf({ topic: each.topic }, each) ?? []);
}

export async function deleteTopics(ask: Ask, topics: readonly string[], timeoutMs: number): Promise<readonly Refusal[]> {
  const answer = await ask(deleteTopicsApi, { topics: topics.map((topic) => ({ topic, id: noId })), timeoutMs });
  return answer.topics.flatMap((each) => refusalOf({ topic: each.topic ?? '' }, each, ['UNKNOWN_TOPIC_OR_PARTITION']) ?? []);
}

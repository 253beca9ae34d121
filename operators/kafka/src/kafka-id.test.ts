import { expect, test } from 'vitest';
import { encode, uuid } from './client/wire/codec.ts';
import { newKafkaId } from './kafka-id.ts';

test("an id is of Kafka's form, another each time, and never taken for an option", () => {
  const ids = Array.from({ length: 1_000 }, newKafkaId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect([encode(uuid, id).length, id[0]]).toEqual([16, expect.not.stringMatching('-')]);
});

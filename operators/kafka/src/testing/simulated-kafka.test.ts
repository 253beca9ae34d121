import { expect, test } from 'vitest';
import { foundKafka, type Running, type SimulatedKafka } from './simulated-kafka.ts';
import { alterConfigs, alterReassignments, createTopic, loseDisk, removeVoter } from './simulated-kafka-changes.ts';
import { tick } from './simulated-kafka-tick.ts';

const directoryId = (letter: string) => letter.repeat(22);
const controllers = ['A', 'B', 'C'].map((letter, index) => ({ id: 1000 + index, directoryId: directoryId(letter) }));
const all: Running = { controllers, brokers: [0, 1, 2, 3].map((id) => ({ id })) };
const without = (...ids: readonly number[]): Running => ({
  controllers: all.controllers.filter(({ id }) => !ids.includes(id)),
  brokers: all.brokers.filter(({ id }) => !ids.includes(id)),
});

function kafkaWith(bytes: number): SimulatedKafka {
  const made = createTopic(
    tick(foundKafka(directoryId('k'), controllers), all),
    { topic: 'orders', partitions: 2, replicationFactor: 3 },
    bytes,
  );
  if ('error' in made) throw new Error(made.error);
  return made;
}

const ticks = (kafka: SimulatedKafka, count: number, running = all) =>
  Array.from({ length: count }).reduce<SimulatedKafka>((now) => tick(now, running), kafka);
const first = ({ partitions }: SimulatedKafka) => partitions[0];
const move = (kafka: SimulatedKafka, replicas: readonly number[] | undefined) =>
  alterReassignments(kafka, [{ topic: 'orders', partition: 0, replicas }]).kafka;

test('a broker that ends is fenced, leaves those in sync, and another leads', () => {
  const kafka = ticks(kafkaWith(100), 1, without(0));
  expect(kafka.brokers.map(({ isFenced }) => isFenced)).toEqual([true, false, false, false]);
  expect(first(kafka)).toMatchObject({ isr: [1, 2], leader: 1 });
  expect(first(ticks(kafka, 2))).toMatchObject({ isr: [0, 1, 2], leader: 1 });
});

test('the last of those in sync keeps what nobody else has: without it nobody leads', () => {
  const kafka = ticks(ticks(kafkaWith(100), 1, without(0, 1)), 1, without(0, 1, 2));
  expect(first(kafka)).toMatchObject({ isr: [2], leader: undefined });
  expect(first(ticks(kafka, 1, without(2)))).toMatchObject({ isr: [2], leader: undefined });
});

test('without most of the controllers nothing changes', () => {
  const kafka = ticks(kafkaWith(100), 1, without(1000, 1001, 0));
  expect(kafka.leaderId).toBeUndefined();
  expect(first(kafka)).toMatchObject({ isr: [0, 1, 2], leader: 0 });
});

test('a move copies step by step, and lets go of the old replica only then', () => {
  const begun = move(kafkaWith(250), [1, 2, 3]);
  expect(first(ticks(begun, 2))).toMatchObject({ replicas: [1, 2, 3, 0], isr: [1, 2, 0], leader: 0, copied: { 3: 200 } });
  expect(first(ticks(begun, 3))).toMatchObject({ replicas: [1, 2, 3], isr: [1, 2, 3], leader: 1, target: undefined, copied: {} });
});

test('a throttle holds it back', () => {
  const operations = [{ key: 'follower.replication.throttled.rate', value: '10' }];
  const throttled = alterConfigs(kafkaWith(250), [{ type: 'broker', name: '3', operations }]);
  if ('error' in throttled) throw new Error(throttled.error);
  expect(first(ticks(move(throttled, [1, 2, 3]), 2))?.copied).toEqual({ 3: 20 });
});

test('a move that is cancelled leaves all as it was', () => {
  const before = kafkaWith(250);
  expect(first(move(ticks(move(before, [1, 2, 3]), 1), undefined))).toEqual(first(before));
});

test('only another order moves no data', () => {
  expect(first(move(kafkaWith(250), [2, 1, 0]))).toMatchObject({ replicas: [2, 1, 0], leader: 0, target: undefined });
});

test('a disk that is lost is copied anew; with the last of those in sync, data is lost', () => {
  const lost = loseDisk(kafkaWith(250), 0);
  expect(first(lost)).toMatchObject({ isr: [1, 2], leader: 1, isLost: false });
  // It has two partitions to copy.
  expect(first(ticks(lost, 5))).toMatchObject({ isr: [0, 1, 2] });
  expect(first(loseDisk(loseDisk(lost, 1), 2))).toMatchObject({ isLost: true });
});

test('an active controller that votes no longer steps down', () => {
  const kafka = kafkaWith(0);
  const leader = controllers.find(({ id }) => id === kafka.leaderId);
  const next = removeVoter(kafka, leader ?? { id: -1, directoryId: '' });
  if ('error' in next) throw new Error(next.error);
  expect(next.leaderId).toBeUndefined();
  expect(tick(next, all).leaderId).not.toBe(kafka.leaderId);
});

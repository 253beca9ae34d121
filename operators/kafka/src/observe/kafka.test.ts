import { expect, test } from 'vitest';
import { formed, kafkaCluster } from '../testing/observed-builder.ts';
import { foundKafka, type Running } from '../testing/simulated-kafka.ts';
import { type SimulatedWorld, simulatedAdmin } from '../testing/simulated-kafka-admin.ts';
import { tick } from '../testing/simulated-kafka-tick.ts';
import { observeKafka } from './kafka.ts';

test('while brokers leave or join, how large partitions are, and how much of each has arrived where it moves to', async () => {
  const voters = [{ id: 1000, directoryId: 'directory-0' }];
  const running: Running = { brokers: [{ id: 0 }, { id: 1 }], controllers: voters };
  const world: SimulatedWorld = { kafka: tick(foundKafka('cluster', voters), running), running };
  const admin = simulatedAdmin(world);
  await admin.createTopics([{ topic: 'orders', partitions: 1, replicationFactor: 1 }]);
  const [orders] = world.kafka.partitions;
  if (orders === undefined) throw new Error('there is no partition');
  world.kafka = { ...world.kafka, partitions: [{ ...orders, bytes: 250 }] };
  await admin.alterReassignments([{ topic: 'orders', partition: 0, replicas: [orders.leader === 0 ? 1 : 0] }]);
  world.kafka = tick(world.kafka, running, { bytesPerTick: 100 });
  const look = (replicas: number, spreadOver: readonly number[]) => {
    const cluster = kafkaCluster({ replicas }, { ...formed, kraft: { ...formed.kraft, spreadOver } });
    const access = { brokers: [{ nodeId: 0, pod: 'cart-kafka-0', ip: '10.0.0.1', port: 9091 }], controllers: [] };
    return observeKafka({ admin, access, cluster, signal: AbortSignal.timeout(5_000) });
  };
  const found = { sizes: new Map([['orders/0', 250]]), arrived: new Map([['orders/0', 100]]) };
  expect(await look(1, [0, 1])).toMatchObject(found);
  expect(await look(2, [0])).toMatchObject(found);
  expect(await look(2, [0, 1])).toMatchObject({ sizes: new Map(), arrived: new Map() });
});

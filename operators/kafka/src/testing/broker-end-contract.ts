import { describe, expect, test } from 'vitest';
import { type KafkaBed, startMs, until } from './kafka-bed.ts';
import { firstOf, makeTopic } from './topics.ts';

/** What becomes of a broker that ends, and of what is on it. */
export function testBrokerEnd(bed: () => KafkaBed): void {
  const admin = () => bed().admin;

  describe('a broker that ends', () => {
    test(
      'is fenced, leaves those in sync, and comes back',
      async () => {
        await makeTopic(bed(), 'kept', 1, 3);
        const target = bed().brokers[2];
        await bed().stopBroker(target.nodeId);
        await until(
          bed(),
          'it to be fenced',
          async () => (await admin().describeCluster()).brokers.find(({ id }) => id === target.nodeId)?.isFenced !== false,
        );
        const partition = await until(bed(), 'it to be out of sync', async () => {
          const now = await firstOf(bed(), 'kept');
          return now.isr.length === 2 && now;
        });
        expect(partition).toMatchObject({ offline: [target.nodeId] });
        expect(partition.leader).not.toBe(target.nodeId);
        expect((await admin().observeNode(target)).state).toBe('unreachable');
        await expect(admin().describeLogDirs(target.nodeId)).rejects.toMatchObject({ name: 'KafkaAdminError', code: 'Unreachable' });
        const elected = await admin().alterReassignments([{ topic: 'kept', partition: 0, replicas: [target.nodeId, ...partition.isr] }]);
        expect(elected).toEqual([]);
        const [refusal] = await admin().electPreferredLeaders([{ topic: 'kept', partition: 0 }]);
        expect(refusal).toMatchObject({ error: 'PREFERRED_LEADER_NOT_AVAILABLE' });
        bed().startBroker(target.nodeId);
        await until(bed(), 'it to be in sync again', async () => (await firstOf(bed(), 'kept')).isr.length === 3, startMs);
        expect(await admin().electPreferredLeaders([{ topic: 'kept', partition: 0 }])).toEqual([]);
      },
      startMs + 60_000,
    );

    test(
      'is forgotten when it is unregistered, and registered when it comes',
      async () => {
        const { nodeId } = bed().brokers[2];
        const isListed = async () => (await admin().describeCluster()).brokers.some(({ id, isFenced }) => id === nodeId && !isFenced);
        await bed().stopBroker(nodeId);
        await until(bed(), 'it to be fenced', async () => !(await isListed()));
        await admin().unregisterBroker(nodeId);
        await admin().unregisterBroker(nodeId);
        await until(bed(), 'it to be forgotten', async () => (await admin().describeCluster()).brokers.length === 2);
        bed().startBroker(nodeId);
        await until(bed(), 'it to be registered', isListed, startMs);
      },
      startMs + 60_000,
    );
  });
}

import { describe, expect, test } from 'vitest';
import { type KafkaBed, until } from './kafka-bed.ts';
import { firstOf, makeTopic, partitionsOf } from './topics.ts';

/** How partitions come to other brokers, and to other leaders. */
export function testMoves(bed: () => KafkaBed): void {
  const admin = () => bed().admin;

  describe('moves', () => {
    test('to another broker, and what is stored follows', async () => {
      await makeTopic(bed(), 'moved', 1, 2);
      const { replicas } = await firstOf(bed(), 'moved');
      const target =
        bed()
          .brokers.map(({ nodeId }) => nodeId)
          .find((id) => !replicas.includes(id)) ?? -1;
      const wanted = [target, replicas[1] ?? -1];
      expect(await admin().alterReassignments([{ topic: 'moved', partition: 0, replicas: wanted }])).toEqual([]);
      await until(bed(), 'the move', async () => (await firstOf(bed(), 'moved')).replicas.join() === wanted.join());
      await until(bed(), 'nothing to be under way', async () => (await admin().listReassignments()).length === 0);
      const [directory] = await admin().describeLogDirs(target);
      expect(directory?.logs.filter(({ topic }) => topic === 'moved')).toMatchObject([{ partition: 0, isFuture: false }]);
    });

    test('what is impossible is refused, and the rest is done', async () => {
      await makeTopic(bed(), 'refused', 2, 2);
      const [, other] = await partitionsOf(bed(), 'refused');
      const reversed = other?.replicas.toReversed() ?? [];
      const refusals = await admin().alterReassignments([
        { topic: 'refused', partition: 0, replicas: [bed().brokers[0].nodeId, 77] },
        { topic: 'refused', partition: 1, replicas: reversed },
        { topic: 'never-was', partition: 0, replicas: [bed().brokers[0].nodeId] },
      ]);
      expect(new Map(refusals.map(({ topic, error }) => [topic, error]))).toEqual(
        new Map([
          ['refused', 'INVALID_REPLICA_ASSIGNMENT'],
          ['never-was', 'UNKNOWN_TOPIC_OR_PARTITION'],
        ]),
      );
      await until(bed(), 'the order to change', async () => (await partitionsOf(bed(), 'refused'))[1]?.replicas.join() === reversed.join());
    });

    test('cancelling what is not under way is success', async () => {
      await makeTopic(bed(), 'calm', 1, 2);
      expect(await admin().alterReassignments([{ topic: 'calm', partition: 0, replicas: undefined }])).toEqual([]);
    });

    test('another order changes who is preferred, and an election who leads', async () => {
      await makeTopic(bed(), 'ordered', 1, 3);
      const before = await firstOf(bed(), 'ordered');
      const wanted = before.replicas.toReversed();
      await admin().alterReassignments([{ topic: 'ordered', partition: 0, replicas: wanted }]);
      await until(bed(), 'the order to change', async () => (await firstOf(bed(), 'ordered')).replicas.join() === wanted.join());
      expect((await firstOf(bed(), 'ordered')).leader).toBe(before.leader);
      expect(await admin().electPreferredLeaders([{ topic: 'ordered', partition: 0 }])).toEqual([]);
      expect(await admin().electPreferredLeaders('all')).toEqual([]);
      await until(bed(), 'the preferred leader', async () => (await firstOf(bed(), 'ordered')).leader === wanted[0]);
      const [refusal] = await admin().electPreferredLeaders([{ topic: 'never-was', partition: 0 }]);
      expect(refusal).toMatchObject({ topic: 'never-was', error: 'UNKNOWN_TOPIC_OR_PARTITION' });
    });
  });
}

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KafkaAdmin } from '../client/port.ts';
import { testAccess } from './access-contract.ts';
import { testBrokerEnd } from './broker-end-contract.ts';
import { type KafkaBed, startMs, until, untilServing } from './kafka-bed.ts';
import { testMoves } from './moves-contract.ts';
import { testSettings } from './settings-contract.ts';
import { makeTopic, partitionsOf } from './topics.ts';
import { testVoters } from './voters-contract.ts';

/** What holds of Kafka for the operator, whether it is real or simulated. */
export function testKafkaContract(open: () => Promise<KafkaBed>): void {
  let bed: KafkaBed;
  let admin: KafkaAdmin;

  beforeAll(async () => {
    bed = await open();
    ({ admin } = bed);
    await untilServing(bed);
  }, startMs + 60_000);
  afterAll(() => bed?.remove());

  describe('the cluster', () => {
    test('has its brokers in order, in their racks', async () => {
      const { brokers, clusterId } = await admin.describeCluster();
      expect(clusterId).not.toBe('');
      expect(brokers.map(({ id, rack }) => [id, rack])).toEqual(bed.brokers.map(({ nodeId }) => [nodeId, `zone-${nodeId}`]));
    });

    test('a node says which features it has', async () => {
      const view = await until(bed, 'it to answer', async () => {
        const now = await admin.observeNode(bed.brokers[0]);
        return now.state === 'serving' && now;
      });
      expect(view).toMatchObject({ state: 'serving', finalized: { 'kraft.version': 1 }, supported: { 'kraft.version': { max: 1 } } });
    });

    test('three vote, one of them leads, and all are in step', async () => {
      const quorum = await until(bed, 'voters in step', async () => {
        const now = await admin.describeQuorum();
        return now.voters.every(({ sinceCaughtUpMs }) => sinceCaughtUpMs !== undefined && sinceCaughtUpMs < 2000) && now;
      });
      expect(quorum.voters).toHaveLength(3);
      expect(quorum.voters.map(({ id }) => id)).toContain(quorum.leaderId);
      expect(new Set(quorum.voters.map(({ directoryId }) => directoryId)).size).toBe(3);
    });

    test('a level that no version has is refused', async () => {
      const update = admin.updateFeature({ feature: 'metadata.version', level: 999, kind: 'upgrade' });
      await expect(update).rejects.toMatchObject({ code: 'Refused', protocol: 'INVALID_UPDATE_VERSION' });
    });
  });

  describe('topics', () => {
    test('have their partitions in order', async () => {
      await makeTopic(bed, 'in-order', 12, 1);
      expect((await partitionsOf(bed, 'in-order')).map(({ partition }) => partition)).toEqual([...Array(12).keys()]);
    });

    test('are made once, and go', async () => {
      await makeTopic(bed, 'made', 3, 3);
      const again = await admin.createTopics([
        { topic: 'made', partitions: 1, replicationFactor: 1 },
        { topic: 'too-wide', partitions: 1, replicationFactor: 5 },
      ]);
      expect(again.map(({ topic, error }) => [topic, error])).toEqual([
        ['made', 'TOPIC_ALREADY_EXISTS'],
        ['too-wide', 'INVALID_REPLICATION_FACTOR'],
      ]);
      expect(await admin.deleteTopics(['made', 'never-was'])).toEqual([]);
      await until(bed, 'the topic to be gone', async () => (await partitionsOf(bed, 'made')).length === 0);
    });
  });

  testMoves(() => bed);
  testSettings(() => bed);
  testAccess(() => bed);
  testVoters(() => bed);
  testBrokerEnd(() => bed);
}

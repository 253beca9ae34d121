import { Kafka, logLevel } from 'kafkajs';
import { expect, test } from 'vitest';
import { connectKafka } from '../../operators/kafka/src/client/connect-kafka.ts';
import { until } from '../../operators/kafka/src/testing/kafka-bed.ts';
import { testKafkaContract } from '../../operators/kafka/src/testing/kafka-contract.ts';
import { superUser } from './node-config.ts';
import { openBed, type RealBed, superPassword, targetOf } from './open-bed.ts';

/** The contract, and what only a real Kafka shows. */
export function testRealKafka(version: string): void {
  let bed: RealBed;

  testKafkaContract(async () => {
    bed = await openBed(version);
    return bed;
  });

  test('the operator logs in by SCRAM, and is refused with another password', async () => {
    const brokers = bed.kafka.nodes.map((node) => targetOf(node, node.loginPort));
    const connect = (password: string) => connectKafka({ brokers, sasl: { mechanism: 'SCRAM-SHA-512', username: superUser, password } });
    await using right = closing(connect(superPassword));
    expect((await right.admin.describeCluster()).brokers).toHaveLength(3);
    await using wrong = closing(connect('another'));
    await expect(wrong.admin.describeCluster()).rejects.toMatchObject({ code: 'Unauthorized' });
    expect(await wrong.admin.observeNode(brokers[0] ?? bed.brokers[0])).toEqual({
      state: 'unreachable',
      error: "refuses the operator's login",
    });
  });

  test('a user whose password is changed logs in with the new one only', async () => {
    const user = 'rotated';
    const brokers = bed.kafka.nodes.map((node) => targetOf(node, node.loginPort));
    const set = (password: string) => bed.admin.alterScramUsers([{ user, mechanism: 'SCRAM-SHA-512', password }]);
    const views = async (password: string) => {
      await using one = closing(connectKafka({ brokers, sasl: { mechanism: 'SCRAM-SHA-512', username: user, password } }));
      return Promise.all(brokers.map((broker) => one.admin.observeNode(broker)));
    };
    await set('first');
    await until(bed, 'the first password to be known', async () => (await views('first')).every(({ state }) => state === 'serving'));
    await set('second');
    await until(bed, 'the second one to be known', async () => (await views('second')).every(({ state }) => state === 'serving'));
    expect((await views('first')).every(({ state }) => state === 'unreachable')).toBe(true);
  });

  test('controllers can be asked without a broker', async () => {
    const controllers = bed.kafka.nodes.map((node) => targetOf(node, node.controllerPort));
    await using alone = closing(connectKafka({ brokers: [], controllers }));
    expect((await alone.admin.describeQuorum()).voters).toHaveLength(3);
    expect(await alone.admin.describeAcls()).toEqual(await bed.admin.describeAcls());
  });

  test('a group is behind by what it has not committed', async () => {
    const topic = 'behind';
    await bed.admin.createTopics([{ topic, partitions: 1, replicationFactor: 3 }]);
    await until(bed, 'a leader', async () =>
      (await bed.admin.listPartitions()).some((each) => each.topic === topic && each.leader !== undefined),
    );
    const kafka = new Kafka({ brokers: bed.kafka.nodes.map(({ port }) => `127.0.0.1:${port}`), logLevel: logLevel.NOTHING });
    const [producer, admin] = [kafka.producer(), kafka.admin()];
    try {
      await Promise.all([producer.connect(), admin.connect()]);
      await producer.send({ topic, messages: Array.from({ length: 10 }, () => ({ value: 'x' })) });
      await admin.setOffsets({ groupId: 'slow', topic, partitions: [{ partition: 0, offset: '4' }] });
      const lag = await until(bed, 'the lag', async () => (await bed.admin.listGroupLags()).find(({ group }) => group === 'slow'));
      expect(lag).toEqual({ group: 'slow', topic, partition: 0, committed: 4, lag: 6 });
    } finally {
      await Promise.all([producer.disconnect(), admin.disconnect()]);
    }
  });

  test('an active controller that ends is followed by another', async () => {
    const { leaderId = -1 } = await bed.admin.describeQuorum();
    await bed.kafka.kill(leaderId);
    const next = await until(bed, 'another to lead', async () => {
      const quorum = await bed.admin.describeQuorum();
      return quorum.leaderId !== leaderId && quorum;
    });
    expect(next.voters).toHaveLength(3);
    // Before Kafka 4.0, a broker that is fenced is not listed at all.
    await until(bed, 'it to be fenced', async () => {
      const { brokers } = await bed.admin.describeCluster();
      const others = brokers.filter(({ id, isFenced }) => id !== leaderId && !isFenced);
      return others.length === 2 && brokers.find(({ id }) => id === leaderId)?.isFenced !== false;
    });
  });
}

function closing(admin: ReturnType<typeof connectKafka>) {
  return { admin, [Symbol.asyncDispose]: () => admin.close() };
}

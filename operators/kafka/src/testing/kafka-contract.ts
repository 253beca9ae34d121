import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { configValue, type KafkaAdmin, type PartitionView } from '../client/port.ts';
import { type KafkaBed, startMs, until, untilServing } from './kafka-bed.ts';
import { testVoters } from './voters-contract.ts';

/** What holds of Kafka for the operator, whether it is real or simulated. */
export function testKafkaContract(open: () => Promise<KafkaBed>): void {
  let bed: KafkaBed;
  let admin: KafkaAdmin;

  const partitionsOf = async (topic: string) => (await admin.listPartitions()).filter((partition) => partition.topic === topic);
  const isWhole = ({ leader, isr, replicas }: PartitionView) => leader !== undefined && isr.length === replicas.length;
  const create = async (topic: string, partitions: number, replicationFactor: number) => {
    expect(await admin.createTopics([{ topic, partitions, replicationFactor }])).toEqual([]);
    await until(bed, `${topic} to be whole`, async () => {
      const made = await partitionsOf(topic);
      return made.length === partitions && made.every(isWhole);
    });
  };
  const first = async (topic: string) => {
    const [partition] = await partitionsOf(topic);
    if (partition === undefined) throw new Error(`${topic} has no partition`);
    return partition;
  };

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
      const view = await admin.observeNode(bed.brokers[0]);
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
      await create('in-order', 12, 1);
      expect((await partitionsOf('in-order')).map(({ partition }) => partition)).toEqual([...Array(12).keys()]);
    });

    test('are made once, and go', async () => {
      await create('made', 3, 3);
      const again = await admin.createTopics([
        { topic: 'made', partitions: 1, replicationFactor: 1 },
        { topic: 'too-wide', partitions: 1, replicationFactor: 5 },
      ]);
      expect(again.map(({ topic, error }) => [topic, error])).toEqual([
        ['made', 'TOPIC_ALREADY_EXISTS'],
        ['too-wide', 'INVALID_REPLICATION_FACTOR'],
      ]);
      expect(await admin.deleteTopics(['made', 'never-was'])).toEqual([]);
      await until(bed, 'the topic to be gone', async () => (await partitionsOf('made')).length === 0);
    });
  });

  describe('moves', () => {
    test('to another broker, and what is stored follows', async () => {
      await create('moved', 1, 2);
      const { replicas } = await first('moved');
      const target = bed.brokers.map(({ nodeId }) => nodeId).find((id) => !replicas.includes(id)) ?? -1;
      const wanted = [target, replicas[1] ?? -1];
      expect(await admin.alterReassignments([{ topic: 'moved', partition: 0, replicas: wanted }])).toEqual([]);
      await until(bed, 'the move', async () => (await first('moved')).replicas.join() === wanted.join());
      await until(bed, 'nothing to be under way', async () => (await admin.listReassignments()).length === 0);
      const [directory] = await admin.describeLogDirs(target);
      expect(directory?.logs.filter(({ topic }) => topic === 'moved')).toMatchObject([{ partition: 0, isFuture: false }]);
    });

    test('what is impossible is refused, and the rest is done', async () => {
      await create('refused', 2, 2);
      const [, other] = await partitionsOf('refused');
      const reversed = other?.replicas.toReversed() ?? [];
      const refusals = await admin.alterReassignments([
        { topic: 'refused', partition: 0, replicas: [bed.brokers[0].nodeId, 77] },
        { topic: 'refused', partition: 1, replicas: reversed },
        { topic: 'never-was', partition: 0, replicas: [bed.brokers[0].nodeId] },
      ]);
      expect(new Map(refusals.map(({ topic, error }) => [topic, error]))).toEqual(
        new Map([
          ['refused', 'INVALID_REPLICA_ASSIGNMENT'],
          ['never-was', 'UNKNOWN_TOPIC_OR_PARTITION'],
        ]),
      );
      await until(bed, 'the order to change', async () => (await partitionsOf('refused'))[1]?.replicas.join() === reversed.join());
    });

    test('cancelling what is not under way is success', async () => {
      await create('calm', 1, 2);
      expect(await admin.alterReassignments([{ topic: 'calm', partition: 0, replicas: undefined }])).toEqual([]);
    });

    test('another order changes who is preferred, and an election who leads', async () => {
      await create('ordered', 1, 3);
      const before = await first('ordered');
      const wanted = before.replicas.toReversed();
      await admin.alterReassignments([{ topic: 'ordered', partition: 0, replicas: wanted }]);
      await until(bed, 'the order to change', async () => (await first('ordered')).replicas.join() === wanted.join());
      expect((await first('ordered')).leader).toBe(before.leader);
      expect(await admin.electPreferredLeaders([{ topic: 'ordered', partition: 0 }])).toEqual([]);
      expect(await admin.electPreferredLeaders('all')).toEqual([]);
      await until(bed, 'the preferred leader', async () => (await first('ordered')).leader === wanted[0]);
      const [refusal] = await admin.electPreferredLeaders([{ topic: 'never-was', partition: 0 }]);
      expect(refusal).toMatchObject({ topic: 'never-was', error: 'UNKNOWN_TOPIC_OR_PARTITION' });
    });
  });

  describe('settings', () => {
    const settingOf = async (type: 'topic' | 'broker' | 'cluster', name: string, key: string) => {
      const resource = type === 'cluster' ? ({ type, name: '' } as const) : { type, name };
      return configValue(await admin.describeConfigs([resource]), resource, key);
    };

    test('of a topic change alone, and are taken back', async () => {
      const topic = { type: 'topic', name: 'tuned' } as const;
      await create('tuned', 1, 1);
      const change = (key: string, value: string | undefined) => admin.alterConfigs([{ ...topic, operations: [{ key, value }] }]);
      await change('retention.ms', '1000');
      await change('min.insync.replicas', '3');
      await until(bed, 'the settings', async () => (await settingOf('topic', 'tuned', 'min.insync.replicas'))?.value === '3');
      expect(await settingOf('topic', 'tuned', 'retention.ms')).toMatchObject({ value: '1000', source: 'topic' });
      await change('retention.ms', undefined);
      await until(bed, 'the default', async () => (await settingOf('topic', 'tuned', 'retention.ms'))?.source !== 'topic');
      expect(await settingOf('topic', 'tuned', 'min.insync.replicas')).toMatchObject({ value: '3' });
    });

    test('of one broker, and of all', async () => {
      const [{ nodeId }] = bed.brokers;
      const broker = { type: 'broker', name: String(nodeId) } as const;
      const rate = 'follower.replication.throttled.rate';
      await admin.alterConfigs([
        { ...broker, operations: [{ key: rate, value: '1048576' }] },
        { type: 'cluster', name: '', operations: [{ key: 'log.retention.ms', value: '90000000' }] },
      ]);
      await until(bed, 'the rate', async () => (await settingOf('broker', broker.name, rate))?.source === 'broker');
      await until(bed, 'the default for all', async () => (await settingOf('cluster', '', 'log.retention.ms'))?.value === '90000000');
      const others = await admin.describeConfigs([{ type: 'broker', name: String(bed.brokers[1].nodeId) }], { keys: ['log.retention.ms'] });
      expect(others[0]?.configs).toMatchObject([{ key: 'log.retention.ms', value: '90000000', source: 'cluster' }]);
      await admin.alterConfigs([{ ...broker, operations: [{ key: rate, value: undefined }] }]);
      await until(bed, 'no rate', async () => (await settingOf('broker', broker.name, rate))?.source !== 'broker');
    });

    test('that are only tried change nothing, and of what does not exist there are none', async () => {
      await create('tried', 1, 1);
      const operations = [{ key: 'retention.ms', value: '5' }];
      await admin.alterConfigs([{ type: 'topic', name: 'tried', operations }], { validateOnly: true });
      expect((await settingOf('topic', 'tried', 'retention.ms'))?.source).not.toBe('topic');
      expect(await admin.describeConfigs([{ type: 'topic', name: 'never-was' }])).toEqual([]);
      const change = admin.alterConfigs([{ type: 'topic', name: 'never-was', operations }]);
      await expect(change).rejects.toMatchObject({ protocol: 'UNKNOWN_TOPIC_OR_PARTITION' });
    });
  });

  describe('access', () => {
    test('users come and go', async () => {
      const user = 'cart';
      const credentials = async () => (await admin.describeScramUsers()).find((each) => each.user === user)?.credentials;
      await admin.alterScramUsers([{ user, mechanism: 'SCRAM-SHA-512', password: 'secret' }]);
      const wanted = { mechanism: 'SCRAM-SHA-512', iterations: 4096 };
      expect(await until(bed, 'the user', credentials)).toEqual([wanted]);
      await admin.alterScramUsers([{ user, mechanism: 'SCRAM-SHA-512', password: undefined }]);
      await until(bed, 'no user', async () => (await credentials()) === undefined);
      await admin.alterScramUsers([{ user, mechanism: 'SCRAM-SHA-512', password: undefined }]);
    });

    test('a user has a number of iterations for each mechanism, the ones that were asked for', async () => {
      const user = 'told-apart';
      const wanted = [
        { mechanism: 'SCRAM-SHA-256', iterations: 4097 },
        { mechanism: 'SCRAM-SHA-512', iterations: 8192 },
      ] as const;
      const credentials = async () => (await admin.describeScramUsers()).find((each) => each.user === user)?.credentials;
      await admin.alterScramUsers(wanted.map((one) => ({ user, ...one, password: 'secret' })));
      // A broker may have learnt of one already, and of the other not yet.
      const known = await until(bed, 'the user', async () => {
        const each = await credentials();
        return each?.length === wanted.length ? each : undefined;
      });
      expect(known.toSorted((a, b) => a.iterations - b.iterations)).toEqual(wanted);
      await admin.alterScramUsers(wanted.map(({ mechanism }) => ({ user, mechanism, password: undefined })));
      await until(bed, 'no user', async () => (await credentials()) === undefined);
    });

    test('rules come and go, those of others stay', async () => {
      const rule = {
        resourceType: 'topic',
        resourceName: 'cart-',
        pattern: 'prefixed',
        host: '*',
        operation: 'read',
        permission: 'allow',
      } as const;
      const [mine, theirs] = [
        { ...rule, principal: 'User:cart' },
        { ...rule, principal: 'User:shop' },
      ];
      await admin.createAcls([mine, theirs]);
      await admin.createAcls([mine]);
      await until(bed, 'the rules', async () => (await admin.describeAcls()).length === 2);
      expect(await admin.describeAcls({ principal: 'User:cart' })).toEqual([mine]);
      await admin.deleteAcls([mine]);
      await admin.deleteAcls([mine]);
      await until(bed, 'one rule', async () => (await admin.describeAcls()).length === 1);
      expect(await admin.describeAcls()).toEqual([theirs]);
    });

    test('quotas of a user, and of whoever has none', async () => {
      const entity = { user: 'cart' };
      await admin.alterQuotas([
        { entity, quotas: { producer_byte_rate: 1024, consumer_byte_rate: 2048 } },
        { entity: { user: null }, quotas: { producer_byte_rate: 1 } },
      ]);
      await admin.alterQuotas([{ entity, quotas: { consumer_byte_rate: undefined } }]);
      const own = await until(bed, 'the quotas', async () => {
        const [view] = await admin.describeQuotas(entity);
        return view?.quotas.consumer_byte_rate === undefined && view;
      });
      expect(own).toEqual({ entity, quotas: { producer_byte_rate: 1024 } });
      expect(await admin.describeQuotas()).toHaveLength(2);
    });
  });

  testVoters(() => bed);

  describe('a broker that ends', () => {
    test(
      'is fenced, leaves those in sync, and comes back',
      async () => {
        await create('kept', 1, 3);
        const target = bed.brokers[2];
        await bed.stopBroker(target.nodeId);
        await until(
          bed,
          'it to be fenced',
          async () => (await admin.describeCluster()).brokers.find(({ id }) => id === target.nodeId)?.isFenced !== false,
        );
        const partition = await until(bed, 'it to be out of sync', async () => {
          const now = await first('kept');
          return now.isr.length === 2 && now;
        });
        expect(partition).toMatchObject({ offline: [target.nodeId] });
        expect(partition.leader).not.toBe(target.nodeId);
        expect((await admin.observeNode(target)).state).toBe('unreachable');
        await expect(admin.describeLogDirs(target.nodeId)).rejects.toMatchObject({ name: 'KafkaAdminError', code: 'Unreachable' });
        const elected = await admin.alterReassignments([{ topic: 'kept', partition: 0, replicas: [target.nodeId, ...partition.isr] }]);
        expect(elected).toEqual([]);
        const [refusal] = await admin.electPreferredLeaders([{ topic: 'kept', partition: 0 }]);
        expect(refusal).toMatchObject({ error: 'PREFERRED_LEADER_NOT_AVAILABLE' });
        bed.startBroker(target.nodeId);
        await until(bed, 'it to be in sync again', async () => (await first('kept')).isr.length === 3, startMs);
        expect(await admin.electPreferredLeaders([{ topic: 'kept', partition: 0 }])).toEqual([]);
      },
      startMs + 60_000,
    );

    test(
      'is forgotten when it is unregistered, and registered when it comes',
      async () => {
        const { nodeId } = bed.brokers[2];
        const isListed = async () => (await admin.describeCluster()).brokers.some(({ id, isFenced }) => id === nodeId && !isFenced);
        await bed.stopBroker(nodeId);
        await until(bed, 'it to be fenced', async () => !(await isListed()));
        await admin.unregisterBroker(nodeId);
        await admin.unregisterBroker(nodeId);
        await until(bed, 'it to be forgotten', async () => (await admin.describeCluster()).brokers.length === 2);
        bed.startBroker(nodeId);
        await until(bed, 'it to be registered', isListed, startMs);
      },
      startMs + 60_000,
    );
  });
}

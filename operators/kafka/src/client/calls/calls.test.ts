import { describe, expect, test } from 'vitest';
import { recordedAsk } from '../testing/recorded-ask.ts';
import type { PartitionRef } from '../views.ts';
import { apiVersions } from './api-versions.ts';
import type { Ask } from './ask.ts';
import { createTopics, deleteTopics } from './change-topics.ts';
import { addVoter, removeVoter } from './change-voters.ts';
import { alterConfigs, describeConfigs } from './configs.ts';
import { describeCluster } from './describe-cluster.ts';
import { describeLogDirs } from './describe-log-dirs.ts';
import { describeQuorum } from './describe-quorum.ts';
import { electPreferredLeaders } from './elect-leaders.ts';
import { committedOffsets, endOffsets } from './group-lags.ts';
import { listPartitions } from './list-partitions.ts';
import { alterReassignments, listReassignments } from './reassignments.ts';
import { unregisterBroker } from './unregister-broker.ts';
import { updateFeature } from './update-feature.ts';

// Each sends exactly what Kafka's own client sends, or the recorded ask fails, and reads what Kafka's own client would.

const directoryId = 'EREREREREREREREREREREQ';
const ask = recordedAsk();
const limitMs = 4000;

test('a node says what it speaks, and which features it has', async () => {
  const answer = await ask(apiVersions, { softwareName: 'dataservices', softwareVersion: '1' });
  expect([...answer.spoken]).toEqual([
    [55, { min: 0, max: 2 }],
    [80, { min: 0, max: 1 }],
  ]);
  expect(answer).toMatchObject({ supported: { 'kraft.version': { min: 0, max: 1 } }, finalized: { 'metadata.version': 30 } });
});

describe('the cluster', () => {
  test('brokers are ordered, and fenced ones among them', async () => {
    expect(await describeCluster(ask)).toEqual({
      clusterId: 'cluster',
      brokers: [
        { id: 0, host: 'a', port: 9091, rack: undefined, isFenced: false },
        { id: 1, host: 'b', port: 9091, rack: 'zone', isFenced: true },
      ],
    });
  });

  test('before Kafka 4.0, nobody is known to be fenced', async () => {
    expect((await describeCluster(recordedAsk({ DescribeCluster: 1 }))).brokers).toEqual([
      { id: 0, host: 'a', port: 9091, rack: undefined, isFenced: false },
    ]);
  });

  test('a broker that is not registered need not be unregistered', async () => {
    await unregisterBroker(ask, 3);
  });

  test('a feature that is refused says why, and not only that something failed', async () => {
    const update = updateFeature(ask, { feature: 'metadata.version', level: 30, kind: 'safeDowngrade' }, limitMs);
    await expect(update).rejects.toMatchObject({
      code: 'Refused',
      protocol: 'INVALID_UPDATE_VERSION',
      message: expect.stringContaining('voters'),
    });
  });
});

describe('the quorum', () => {
  test('voters are measured by the leader, and who never was in step is not', async () => {
    expect(await describeQuorum(ask)).toEqual({
      leaderId: 1000,
      epoch: 5,
      highWatermark: 90,
      voters: [
        { id: 1000, directoryId, lag: 0, sinceCaughtUpMs: 0 },
        { id: 1001, directoryId: 'AAAAAAAAAAAAAAAAAAAAAQ', lag: 7, sinceCaughtUpMs: 200 },
      ],
      observers: [{ id: 0, directoryId: 'AAAAAAAAAAAAAAAAAAAAAg', lag: Number.POSITIVE_INFINITY, sinceCaughtUpMs: undefined }],
    });
  });

  test.for([1, 0])('a voter that votes already is refused by name, in version %i', async (version) => {
    const voter = { id: 1003, directoryId, listener: 'CONTROLLER', host: 'c3', port: 9093 };
    const added = addVoter(recordedAsk({ AddRaftVoter: version }), voter, limitMs);
    await expect(added).rejects.toMatchObject({ code: 'Refused', protocol: 'DUPLICATE_VOTER' });
  });

  test('a voter is removed with its directory', async () => {
    await removeVoter(ask, { id: 1003, directoryId });
  });

  test('what is no directory id is not sent', async () => {
    await expect(removeVoter(ask, { id: 1003, directoryId: 'short' })).rejects.toMatchObject({ code: 'Refused' });
  });
});

describe('topics', () => {
  test('a partition without a leader is listed like any other', async () => {
    expect(await listPartitions(ask)).toEqual([
      { topic: 'orders', partition: 0, isInternal: false, leader: undefined, replicas: [0, 1, 2], isr: [1], offline: [0, 2] },
    ]);
  });

  test('partitions are listed in their order, which Kafka 4.1 does not keep', async () => {
    const rest = { error: 0, leader: 0, leaderEpoch: 1, replicas: [0], isr: [0], offline: [] };
    const topic = (name: string, ...partitions: readonly number[]) => ({
      ...{ error: 0, name, isInternal: false },
      partitions: partitions.map((partition) => ({ ...rest, partition })),
    });
    const answer = { topics: [topic('orders', 10, 1, 2), topic('mails', 0)] };
    const listed = await listPartitions((async () => answer) as unknown as Ask);
    expect(listed.map((one) => `${one.topic} ${one.partition}`)).toEqual(['mails 0', 'orders 1', 'orders 2', 'orders 10']);
  });

  test('a topic that exists is a refusal', async () => {
    const topic = { topic: 'orders', partitions: 3, replicationFactor: 2, configs: { 'retention.ms': '1000' } };
    expect(await createTopics(ask, [topic], limitMs)).toEqual([
      { topic: 'orders', error: 'TOPIC_ALREADY_EXISTS', message: 'there is one' },
    ]);
  });

  test('a topic that does not exist need not be deleted', async () => {
    expect(await deleteTopics(ask, ['orders'], limitMs)).toEqual([{ topic: 'mails', error: 'TOPIC_DELETION_DISABLED', message: 'off' }]);
  });

  test.for([
    [5, true],
    [4, undefined],
  ] as const)('log directories in version %i', async ([version, isCordoned]) => {
    const views = await describeLogDirs(recordedAsk({ DescribeLogDirs: version }), 0);
    expect(views).toEqual([
      {
        path: '/data',
        error: undefined,
        totalBytes: 10_000_000_000,
        usableBytes: undefined,
        isCordoned,
        logs: [{ topic: 'orders', partition: 2, bytes: 5_000_000_000, lag: 7, isFuture: false }],
      },
    ]);
  });
});

describe('moves', () => {
  test.for([1, 0])('cancelling what is not under way is success, in version %i', async (version) => {
    const changes = [
      { topic: 'orders', partition: 0, replicas: [1, 2, 3] },
      { topic: 'orders', partition: 1, replicas: undefined },
    ];
    expect(await alterReassignments(recordedAsk({ AlterPartitionReassignments: version }), changes, limitMs)).toEqual([
      { topic: 'orders', partition: 0, error: 'INVALID_REPLICA_ASSIGNMENT', message: 'no broker' },
    ]);
  });

  test('those under way', async () => {
    expect(await listReassignments(ask, limitMs)).toEqual([
      { topic: 'orders', partition: 0, replicas: [3, 0, 1], adding: [3], removing: [0] },
    ]);
  });

  test.for<'all' | readonly PartitionRef[]>(['all', [0, 1].map((partition) => ({ topic: 'orders', partition }))])(
    'leaders: %o',
    async (partitions) => {
      expect(await electPreferredLeaders(ask, partitions, limitMs)).toEqual([
        { topic: 'orders', partition: 1, error: 'PREFERRED_LEADER_NOT_AVAILABLE', message: 'away' },
      ]);
    },
  );
});

describe('settings', () => {
  test('what does not exist is absent', async () => {
    const resources = [{ type: 'topic', name: 'orders' } as const];
    const only: typeof ask = (api, request) => ask(api, withCluster(request));
    expect(await describeConfigs(only, resources, ['min.insync.replicas'])).toEqual([
      {
        type: 'topic',
        name: 'orders',
        configs: [{ key: 'min.insync.replicas', value: '2', source: 'topic', isReadOnly: false, isSensitive: false }],
      },
    ]);
  });

  test('a setting that is refused says where', async () => {
    const operations = [
      { key: 'log.retention.ms', value: '1000' },
      { key: 'log.retention.bytes', value: undefined },
    ];
    await expect(alterConfigs(ask, [{ type: 'cluster', name: '', operations }], true)).rejects.toMatchObject({
      protocol: 'INVALID_CONFIG',
      message: expect.stringContaining('the cluster: INVALID_CONFIG: not a number'),
    });
  });
});

/** The record has the cluster's settings asked for beside, all of them. */
function withCluster<Q>(request: Q): Q {
  const { resources } = request as { readonly resources: readonly object[] };
  return { ...request, resources: [...resources, { type: 4, name: '', keys: null }] };
}

test('a group that has committed nothing of a partition has no place in it', async () => {
  expect(await committedOffsets(ask)).toEqual([{ group: 'cart', topic: 'orders', partition: 0, committed: 40 }]);
  const led = { topic: 'orders', partition: 0, isInternal: false, leader: 0, replicas: [0], isr: [0], offline: [] };
  expect([...(await endOffsets(ask, [led]))]).toEqual([['orders/0', 42]]);
});

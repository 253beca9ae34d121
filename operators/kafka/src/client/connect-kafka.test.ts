import { setTimeout as delay } from 'node:timers/promises';
import { createPatience } from '@dataservices/reconcile';
import { expect, onTestFinished, test, vi } from 'vitest';
import { describeAclsApi } from './calls/acls.ts';
import { addVoterApi } from './calls/change-voters.ts';
import { clusterApi } from './calls/describe-cluster.ts';
import { quorumApi } from './calls/describe-quorum.ts';
import { connectKafka } from './connect-kafka.ts';
import type { KafkaAccess } from './kafka-access.ts';
import { recorded } from './testing/recorded-ask.ts';
import { type Reply, replyOf, scriptedNode } from './testing/scripted-node.ts';
import { array, encode, int16, int32, int64, nullableString, string, struct, uuid } from './wire/codec.ts';

const clusterReply = () => replyOf(recorded('DescribeClusterResponse', 2)[0] ?? '');
const notLeader = 6;
/** In hexadecimal, as it is sent. */
const securityDisabled = '0036';
const replica = struct({ id: int32, directoryId: uuid, logEnd: int64, lastFetchMs: int64, lastCaughtUpMs: int64 });
const log = struct({
  partition: int32,
  error: int16,
  message: nullableString,
  leaderId: int32,
  epoch: int32,
  highWatermark: int64,
  voters: array(replica),
  observers: array(replica),
});
const quorumAnswer = struct({
  error: int16,
  message: nullableString,
  topics: array(struct({ topic: string, partitions: array(log) })),
  nodes: array(struct({})),
});

/** @param behindMs of the brokers 0 and 1 */
function quorumReply(behindMs: readonly number[] = [0, 0], error = 0): Buffer {
  const one = (id: number, lastCaughtUpMs: number) => ({
    id,
    directoryId: `${'A'.repeat(21)}Q`,
    logEnd: 100,
    lastFetchMs: 9_000,
    lastCaughtUpMs,
  });
  const partition = { partition: 0, error, message: null, leaderId: 1000, epoch: 1, highWatermark: 90, voters: [one(1000, 100_000)] };
  const observers = behindMs.map((ms, id) => one(id, 100_000 - ms));
  const topics = [{ topic: '__cluster_metadata', partitions: [{ ...partition, observers }] }];
  return Buffer.concat([Buffer.from([0]), encode(quorumAnswer, { error: 0, message: null, topics, nodes: [] })]);
}

const node = (id: number, quorum: () => Reply, cluster: () => Reply = clusterReply) =>
  scriptedNode(id, [
    { api: quorumApi, reply: quorum },
    { api: clusterApi, reply: cluster },
    { api: addVoterApi, reply: () => 'hang' },
  ]);

function connect(access: Partial<KafkaAccess>) {
  const admin = connectKafka({ brokers: [], timeoutMs: 1_000, patience: createPatience(), ...access });
  onTestFinished(() => admin.close());
  return admin;
}

test('a broker that hangs leaves time to ask another, and is asked last from then on', async () => {
  const [hanging, whole] = [await node(0, () => 'hang'), await node(1, () => quorumReply())];
  const admin = connect({ brokers: [hanging.target, whole.target] });
  expect((await admin.describeCluster()).clusterId).toBe('cluster');
  expect([hanging.asked, whole.asked]).toEqual([['DescribeQuorum'], ['DescribeQuorum', 'DescribeCluster']]);
  await admin.describeCluster();
  expect(hanging.asked).toHaveLength(1);
});

test.for([60_000, 100_001])('a broker that was cut off from the controllers, or never was in step, is not believed', async (behindMs) => {
  const [stale, whole] = [await node(0, () => quorumReply([behindMs, 0])), await node(1, () => quorumReply([behindMs, 0]))];
  await connect({ brokers: [stale.target, whole.target] }).describeCluster();
  expect([stale.asked, whole.asked]).toEqual([['DescribeQuorum'], ['DescribeQuorum', 'DescribeCluster']]);
});

test('calls at the same time share a connection', async () => {
  const whole = await node(0, () => quorumReply());
  const admin = connect({ brokers: [whole.target] });
  await Promise.all([admin.describeQuorum(), admin.describeQuorum(), admin.describeCluster()]);
  expect(whole.connections()).toBe(1);
});

test('a connection that was lost is made anew', async () => {
  let reply: Reply = 'close';
  const unsteady = await node(0, () => reply);
  const admin = connect({ brokers: [unsteady.target] });
  await expect(admin.describeQuorum()).rejects.toMatchObject({ code: 'Unreachable' });
  reply = quorumReply();
  expect((await admin.describeQuorum()).leaderId).toBe(1000);
});

test('where all are silent, the limit holds, and nothing stays open', async () => {
  const [a, b] = [await node(0, () => 'hang'), await node(1, () => 'hang')];
  const startMs = performance.now();
  await expect(connect({ brokers: [a.target, b.target] }).describeQuorum()).rejects.toMatchObject({ code: 'Timeout' });
  expect(performance.now() - startMs).toBeLessThan(3_000);
  await expect.poll(() => a.connections() + b.connections()).toBe(0);
});

test('who is told to give up does', async () => {
  const hanging = await node(0, () => 'hang');
  const stop = new AbortController();
  const call = connect({ brokers: [hanging.target], timeoutMs: 60_000 }).describeQuorum({ signal: stop.signal });
  await expect.poll(() => hanging.asked.length).toBe(1);
  stop.abort();
  await expect(call).rejects.toMatchObject({ code: 'Timeout' });
});

test('a voter is added once: nobody else is asked when the first does not answer', async () => {
  const [a, b] = [await node(0, () => quorumReply()), await node(1, () => quorumReply())];
  const voter = { id: 1001, directoryId: `${'A'.repeat(21)}Q`, listener: 'CONTROLLER', host: 'c', port: 9093 };
  await expect(connect({ brokers: [a.target, b.target] }).addVoter(voter)).rejects.toMatchObject({ code: 'Timeout' });
  expect([...a.asked, ...b.asked]).toEqual(['AddRaftVoter']);
});

test('where no broker answers, the controllers are asked until one leads', async () => {
  const gone = await node(0, () => 'close');
  const [follower, leader] = [await node(1000, () => quorumReply([], notLeader)), await node(1001, () => quorumReply([]))];
  const quorum = await connect({ brokers: [gone.target], controllers: [follower.target, leader.target] }).describeQuorum();
  expect(quorum.leaderId).toBe(1000);
  expect(follower.asked).toEqual(['DescribeQuorum']);
});

test('a broker is looked for where the cluster says, unless the operator knows better', async () => {
  const known = await node(0, () => quorumReply());
  const admin = connect({ brokers: [known.target] });
  await expect(admin.describeLogDirs(7)).rejects.toMatchObject({ code: 'Unreachable', message: expect.stringContaining('7') });
  await expect(admin.describeLogDirs(0)).rejects.toMatchObject({
    code: 'Unsupported',
    message: expect.stringContaining('DescribeLogDirs'),
  });
});

test('while brokers do not look at permissions yet, the active controller says which there are', async () => {
  const disabled = replyOf(`00000000${securityDisabled}000100`);
  const withAcls = (id: number, quorum: () => Reply, acls: () => Reply) =>
    scriptedNode(id, [
      { api: quorumApi, reply: quorum },
      { api: describeAclsApi, reply: acls },
    ]);
  const broker = await withAcls(
    0,
    () => quorumReply(),
    () => disabled,
  );
  const controller = await withAcls(
    1000,
    () => quorumReply([]),
    () => replyOf(recorded('DescribeAclsResponse', 3)[0] ?? ''),
  );
  const acls = await connect({ brokers: [broker.target], controllers: [controller.target] }).describeAcls();
  expect(acls.length).toBeGreaterThan(0);
  const other = await withAcls(
    1000,
    () => quorumReply([]),
    () => disabled,
  );
  const refused = connect({ brokers: [broker.target], controllers: [other.target] }).describeAcls();
  await expect(refused).rejects.toMatchObject({ protocol: 'SECURITY_DISABLED' });
});

test('a node is looked at without being asked for anything', async () => {
  const other = await scriptedNode(0, []);
  const admin = connect({ brokers: [] });
  expect(await admin.observeNode(other.target)).toEqual({ state: 'serving', supported: {}, finalized: {} });
  expect(await admin.observeNode({ ...other.target, port: 1 })).toEqual({ state: 'unreachable', error: 'not reachable' });
});

test('a connection that nothing is asked of costs nothing', async () => {
  const whole = await node(0, () => quorumReply());
  const admin = connect({ brokers: [whole.target] });
  await admin.describeQuorum();
  const timers = vi.spyOn(globalThis, 'setTimeout');
  onTestFinished(() => timers.mockRestore());
  // That nothing happens cannot be awaited. kafkajs by itself sets a timer each millisecond.
  await delay(30);
  expect(timers.mock.calls.filter(([, ms = 0]) => ms <= 1)).toEqual([]);
});

test('a client that was closed connects to nobody', async () => {
  const whole = await node(0, () => quorumReply());
  const admin = connect({ brokers: [whole.target] });
  await admin.describeQuorum();
  await admin.close();
  await expect.poll(whole.connections).toBe(0);
  await expect(admin.describeQuorum()).rejects.toMatchObject({ code: 'Unreachable' });
});

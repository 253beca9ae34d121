import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { clientAddress } from '../membership.ts';
import { membership } from '../testing/observed-builder.ts';
import { type Machine, makeMachine } from '../testing/start-script-run.ts';
import { foundingOrder, joinOrder } from './order.ts';

/** It has looked for an order, and has not obeyed. */
const waiting = 'looked in vain';
const join = (mark?: string) => joinOrder({ clusterId: 'c0ffee', mark, membership: membership('123'), address: clientAddress('Disabled') });

let machine: Machine;

beforeEach(() => {
  machine = makeMachine('cart-zookeeper-1');
});

afterEach(() => machine.remove());

const start = () => machine.start(undefined, { LOG_FOLDER: machine.logFolder });
const pairOf = (path: string) => /^pair=([0-9a-f-]{36})$/m.exec(machine.read(path) ?? '')?.[1];
const pairs = () => [pairOf('dataservices.member'), pairOf('../log/dataservices.member')];

/** A member that has joined, has copied the data and has written. */
async function serve(): Promise<void> {
  machine.order(join());
  await start().ended;
  machine.write('conf/zoo.cfg.dynamic.100000000', 'server.2=cart-zookeeper-1.nodes.shop:2888:3888:participant;0.0.0.0:2181\n');
  machine.write('zookeeper/version-2/snapshot.1', 'snapshot');
  machine.write('../log/zookeeper/version-2/log.1', 'log');
}

async function waits(): Promise<string> {
  const started = start();
  await started.logged(waiting);
  started.stop();
  return (await started.ended).log;
}

describe('a volume of its own for the transaction log', () => {
  test('is empty: the founder may begin without data, by a file that ZooKeeper looks for beside its log', async () => {
    machine.order(foundingOrder('c0ffee'));
    expect(await start().ended).toMatchObject({ code: 0, log: expect.stringContaining('QuorumPeerMain') });
    expect(machine.list('../log/zookeeper')).toEqual(['initialize']);
    expect(machine.list('zookeeper')).toEqual(['myid']);
    const [data, log] = pairs();
    expect(data).toBeDefined();
    expect(log).toBe(data);
  });

  test('half prepared when the container was killed is prepared again', async () => {
    machine.write('../log/dataservices.member', 'cluster=c0ffee\nid=2\npair=11111111-1111-1111-1111-111111111111\n');
    machine.write('../log/zookeeper/initialize', '');
    machine.order(foundingOrder('c0ffee'));
    expect(await start().ended).toMatchObject({ code: 0, log: expect.stringContaining('founding') });
    expect(pairs()[1]).toBe(pairs()[0]);
  });

  test('with that of its data, a member starts at once', async () => {
    await serve();
    machine.order('');
    expect((await start().ended).log).toContain('by zoo.cfg.dynamic.100000000');
    expect(machine.read('../log/zookeeper/version-2/log.1')).toBe('log');
  });

  test('is lost: what the other one holds does not vote, is set aside, and the member copies anew', async () => {
    await serve();
    const [before] = pairs();
    machine.wipe('log');
    machine.order('');
    expect(await waits()).not.toContain('java');
    expect(machine.read('zookeeper/version-2/snapshot.1')).toBe('snapshot');
    machine.order(join());
    expect(await start().ended).toMatchObject({ code: 0 });
    expect(machine.read(`set-aside-half-${before}/zookeeper/version-2/snapshot.1`)).toBe('snapshot');
    expect(machine.list('zookeeper')).toEqual(['myid']);
    expect(pairs()).toEqual([pairs()[1], expect.not.stringMatching(before ?? '')]);
  });

  test('is there, and that of the data is lost: no log without its data, and it is kept', async () => {
    await serve();
    const [before] = pairs();
    machine.wipe('data');
    machine.order(foundingOrder('c0ffee'));
    expect(await waits()).not.toContain('founding');
    machine.order(join());
    await start().ended;
    expect(machine.read(`../log/set-aside-half-${before}/zookeeper/version-2/log.1`)).toBe('log');
    expect(machine.list('../log/zookeeper')).toEqual([]);
  });

  test('of a member that has left is set aside with the data', async () => {
    await serve();
    machine.write('conf/zoo.cfg.dynamic.200000000', 'server.1=a:2888:3888:participant;0.0.0.0:2181\n');
    machine.order(join('abc'));
    await start().ended;
    expect(machine.read('../log/set-aside-abc/zookeeper/version-2/log.1')).toBe('log');
    expect(machine.read('set-aside-abc/zookeeper/version-2/snapshot.1')).toBe('snapshot');
    expect(machine.list('../log/zookeeper')).toEqual([]);
  });

  test('that was set aside when the container was killed: the rest follows, into one place', async () => {
    await serve();
    const [before] = pairs();
    machine.write('../log/set-aside-abc/zookeeper/version-2/log.1', 'log');
    machine.wipe('log');
    machine.order(join('abc'));
    await start().ended;
    expect(machine.read(`set-aside-half-${before}/dataservices.member`)).toContain(`pair=${before}`);
    expect(machine.list('zookeeper')).toEqual(['myid']);
  });
});

describe('is refused, and it says why', () => {
  test.for([
    ['another cluster', 'cluster=badcafe\nid=2\npair=a\n', 'another cluster, badcafe'],
    ['another member', 'cluster=c0ffee\nid=3\npair=a\n', 'that of member 3'],
  ] as const)('the log of %s', async ([, record, reason]) => {
    machine.write('../log/dataservices.member', record);
    machine.order(join());
    expect(await start().ended).toMatchObject({ code: 1, log: expect.stringContaining(reason) });
    expect(machine.read('../log/dataservices.member')).toBe(record);
  });

  test('the data of a member whose log is on the same volume', async () => {
    machine.order(join());
    await machine.start().ended;
    expect(await start().ended).toMatchObject({ code: 1, log: expect.stringContaining('without spec.logStorage') });
  });

  test('the data of a member whose log is on another volume, without that', async () => {
    await serve();
    expect(await machine.start().ended).toMatchObject({ code: 1, log: expect.stringContaining('with spec.logStorage') });
    expect(machine.read('zookeeper/version-2/snapshot.1')).toBe('snapshot');
  });
});

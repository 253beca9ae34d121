import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { clientAddress } from '../membership.ts';
import { membership } from '../testing/observed-builder.ts';
import { type Machine, makeMachine } from '../testing/start-script-run.ts';
import { foundingOrder, joinOrder } from './order.ts';

/** It has looked for an order, and has not obeyed. */
const waiting = 'looked in vain';
const own = (role: string) => `server.2=cart-zookeeper-1.nodes.shop:2888:3888:${role};0.0.0.0:2181\n`;
const record = (mark = '-', id = 2, cluster = 'c0ffee') => `cluster=${cluster}\nid=${id}\nmark=${mark}\n`;
const join = (mark?: string) => joinOrder({ clusterId: 'c0ffee', mark, membership: membership('123'), address: clientAddress('Disabled') });

let machine: Machine;

beforeEach(() => {
  machine = makeMachine('cart-zookeeper-1');
});

afterEach(() => machine.remove());

/** A volume with the data of member 2, by a membership of this text and version. */
function holdData(lines: string, version = '100000000'): void {
  machine.write('dataservices.member', record());
  machine.write('zookeeper/version-2/log.1', 'data');
  machine.write(`conf/zoo.cfg.dynamic.${version}`, lines);
}

describe('an empty volume', () => {
  test('waits, and starts nothing by itself', async () => {
    const start = machine.start();
    await start.logged(waiting);
    start.stop();
    expect(await start.ended).toMatchObject({ code: 0, log: expect.not.stringContaining('java') });
    expect(machine.list('')).toEqual([]);
  });

  test('is told to found: it alone votes, and may do so without data', async () => {
    machine.order(foundingOrder('c0ffee'));
    expect(await machine.start().ended).toMatchObject({ code: 0, log: expect.stringContaining('QuorumPeerMain') });
    expect(machine.read('conf/zoo.cfg.dynamic.0')).toBe(own('participant'));
    expect(machine.list('zookeeper')).toEqual(['initialize', 'myid']);
    expect(machine.read('dataservices.member')).toBe(record());
  });

  test('is told while it waits', async () => {
    const start = machine.start();
    await start.logged(waiting);
    machine.order(join());
    expect(await start.ended).toMatchObject({ code: 0, log: expect.stringContaining('QuorumPeerMain') });
  });

  test('is told to join, be it a member or not: it only observes, and takes no part in an election', async () => {
    machine.order(join());
    await machine.start().ended;
    const lines = machine.read('conf/zoo.cfg.dynamic.0')?.split('\n') ?? [];
    expect(lines.map((line) => `${line.slice(0, 8)} ${/participant|observer/.exec(line)}`)).toEqual([
      'server.1 participant',
      'server.3 participant',
      'server.2 observer',
      ' null',
    ]);
    expect(machine.list('zookeeper')).toEqual(['myid']);
  });

  test.for([
    ['of another cluster', 'found badcafe -\n'],
    ['half written', 'found'],
    ['to do something else', 'forget c0ffee -\n'],
    ['with a mark that is a path', 'join c0ffee ../x\nserver.1=a:2888:3888:participant;2181\n'],
  ] as const)('does not obey an order %s', async ([, order]) => {
    machine.order(order);
    const start = machine.start();
    await start.logged(waiting);
    machine.order(join());
    expect((await start.ended).log).not.toContain('founding');
    expect(machine.read('dataservices.member')).toBe(record());
  });

  test('that was half prepared when the container was killed is prepared again', async () => {
    machine.write('conf/zoo.cfg.dynamic.0', own('participant'));
    machine.write('zookeeper/initialize', '');
    machine.order(join());
    await machine.start().ended;
    expect(machine.list('zookeeper')).toEqual(['myid']);
  });
});

describe('the volume of a member', () => {
  test('starts at once, by the newest membership that it knows', async () => {
    holdData('server.2=old\n', 'ffffffff');
    holdData(own('participant'), '100000000');
    machine.write('conf/zoo.cfg.dynamic.next', 'server.9=x\n');
    expect((await machine.start().ended).log).toContain('by zoo.cfg.dynamic.100000000');
    expect(machine.list('conf')).toEqual(['zoo.cfg', 'zoo.cfg.dynamic.100000000']);
    expect(machine.read('conf/zoo.cfg')).toMatch(/^tickTime=2000\n(.*\n)*dynamicConfigFile=\S+100000000\n$/);
  });

  test.for([
    ['to found', foundingOrder('c0ffee')],
    ['to join with a mark', join('abc')],
  ] as const)('does not obey an order %s', async ([, order]) => {
    holdData(own('participant'));
    machine.order(order);
    await machine.start().ended;
    expect(machine.list('')).toEqual(['conf', 'dataservices.member', 'zookeeper']);
    expect(machine.read('zookeeper/version-2/log.1')).toBe('data');
    expect(machine.list('conf')).toEqual(['zoo.cfg', 'zoo.cfg.dynamic.100000000']);
  });

  test.for([
    ['another cluster', record('-', 2, 'badcafe'), 'another cluster, badcafe'],
    ['another member', record('-', 3), 'data of member 3'],
  ] as const)('of %s is refused, and it says why', async ([, text, reason]) => {
    holdData(own('participant'));
    machine.write('dataservices.member', text);
    machine.order(join());
    expect(await machine.start().ended).toMatchObject({ code: 1, log: expect.stringContaining(reason) });
    expect(machine.read('dataservices.member')).toBe(text);
  });
});

describe('the volume of one that is no member any more', () => {
  beforeEach(() => holdData('server.1=a:2888:3888:participant;0.0.0.0:2181\n'));

  test('waits, and what it holds is set aside once for each time that it left', async () => {
    const start = machine.start();
    await start.logged(waiting);
    machine.order(join('abc'));
    expect(await start.ended).toMatchObject({ code: 0 });
    expect(machine.read('set-aside-abc/zookeeper/version-2/log.1')).toBe('data');
    expect(machine.list('zookeeper')).toEqual(['myid']);
    machine.write('zookeeper/version-2/log.2', 'copied');
    machine.write('conf/zoo.cfg.dynamic.200000000', 'server.1=a:2888:3888:participant;0.0.0.0:2181\n');
    await machine.start().ended;
    expect(machine.read('zookeeper/version-2/log.2')).toBe('copied');
    expect(machine.list('')).toEqual(['conf', 'dataservices.member', 'set-aside-abc', 'zookeeper']);
  });

  test('without a mark it goes on with what it holds, as an observer', async () => {
    machine.order(join());
    await machine.start().ended;
    expect(machine.read('zookeeper/version-2/log.1')).toBe('data');
    expect(machine.list('conf')).toEqual(['zoo.cfg', 'zoo.cfg.dynamic.0']);
    expect(machine.read('conf/zoo.cfg.dynamic.0')).toContain(own('observer'));
  });

  test('is never told to found', async () => {
    machine.order(foundingOrder('c0ffee'));
    const start = machine.start();
    await start.logged(waiting);
    start.stop();
    expect((await start.ended).log).not.toContain('founding');
  });
});

describe('certificates', () => {
  const put = (certificate: string, trust: string) => {
    machine.mount(`${certificate}.crt`, `${certificate}, public\n`);
    machine.mount(`${certificate}.key`, `${certificate}, private\n`);
    machine.mount(`${trust}.crt`, `${trust}\n`);
    machine.mount('current', `${certificate} ${trust}\n`);
  };
  const stores = () => [machine.readRun('tls/keystore.pem'), machine.readRun('tls/truststore.pem')];

  test('are there before the server, and others are brought to it while it runs', async () => {
    holdData(own('participant'));
    put('certificate-a', 'trust-a');
    const start = machine.start('echo "java runs"; trap "exit 0" TERM; while :; do /bin/sleep 0.1; done');
    await start.logged('java runs');
    expect(stores()).toEqual(['certificate-a, private\ncertificate-a, public\n', 'trust-a\n']);
    put('certificate-b', 'trust-ab');
    await start.logged('installed certificate-b trust-ab');
    expect(stores()).toEqual(['certificate-b, private\ncertificate-b, public\n', 'trust-ab\n']);
    start.stop();
    expect(await start.ended).toMatchObject({ code: 0 });
  });

  test('of which a part is missing are not taken: the server keeps those that it has', async () => {
    holdData(own('participant'));
    put('certificate-a', 'trust-a');
    const start = machine.start('echo "java runs"; trap "exit 0" TERM; while :; do /bin/sleep 0.1; done');
    await start.logged('java runs');
    machine.mount('certificate-b.crt', 'without its key\n');
    machine.mount('current', 'certificate-b trust-a\n');
    await start.logged('certificate-b.key');
    expect(stores()[0]).toBe('certificate-a, private\ncertificate-a, public\n');
    put('certificate-b', 'trust-a');
    await start.logged('installed certificate-b trust-a');
    start.stop();
    await start.ended;
  });

  test('with them a member listens in plaintext within its pod alone', async () => {
    machine.order(foundingOrder('c0ffee'));
    put('certificate-a', 'trust-a');
    expect(await machine.start(undefined, { CLIENT_ADDRESS: clientAddress('Enabled') }).ended).toMatchObject({ code: 0 });
    expect(machine.read('conf/zoo.cfg.dynamic.0')).toBe(own('participant').replace('0.0.0.0:2181', '127.0.0.1:12181'));
  });
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { formattingJava, type Machine, makeMachine } from '../testing/start-script-run.ts';
import { foundingOrder, joinOrder } from './order.ts';
import { startScript } from './start-script.ts';

/** It has looked for what it is told, and has found nothing to obey. */
const waiting = 'looked in vain';
const formatted = (id: number, cluster = 'c0ffee') => `#\nnode.id=${id}\nversion=1\ncluster.id=${cluster}\n`;
const founders = [0, 1].map((ordinal) => ({ host: `c-${ordinal}.shop`, nodeId: 1000 + ordinal, directoryId: `directory-${ordinal}` }));
const found = foundingOrder('c0ffee', founders, 9093);

let machine: Machine;

afterEach(() => machine.remove());

function callsOf(log: string): readonly string[] {
  return log.split('\n').filter((line) => line.startsWith('java '));
}

describe('a broker', () => {
  beforeEach(() => {
    machine = makeMachine('cart-kafka-2', 'broker');
    machine.tell('zone1');
  });

  test('with an empty volume formats it for its cluster, once, and starts', async () => {
    const { code, log } = await machine.start().ended;
    const [format, start, ...more] = callsOf(log);
    expect([code, more]).toEqual([0, []]);
    expect(format).toMatch(
      /StorageTool format --cluster-id c0ffee --config \S+\/server.properties $|StorageTool format --cluster-id c0ffee --config \S+\/server.properties$/,
    );
    expect(start).toMatch(/kafka\.Kafka \S+\/server.properties$/);
    expect(callsOf((await machine.start().ended).log).length).toBe(1);
  });

  test('has a script of plain ASCII, as it has to be to be bundled', () => {
    expect(startScript).toMatch(/^[\n -~]*$/);
  });

  test('says who it is, where it is and in which zone, for the servers and for clients', async () => {
    await machine.start().ended;
    expect(machine.readRun('server.properties')?.split('\n')).toEqual([
      'process.roles=broker',
      'advertised.listeners=CLIENTS://cart-kafka-2.nodes.shop:9092,INTERNAL://cart-kafka-2.nodes.shop:9091',
      'node.id=2',
      'broker.rack=zone1',
      '',
    ]);
  });

  test('waits on a new volume until it is told where it stands', async () => {
    machine.tell('');
    const start = machine.start();
    await start.logged(waiting);
    machine.tell('zone2');
    expect(await start.ended).toMatchObject({ code: 0, log: expect.stringContaining('kafka.Kafka') });
    expect(machine.readRun('server.properties')).toContain('broker.rack=zone2\n');
  });

  test('starts with where it stood when nobody tells it: no restart needs the operator', async () => {
    await machine.start().ended;
    machine.tell('');
    expect(await machine.start().ended).toMatchObject({ code: 0, log: expect.stringContaining(waiting) });
    expect(machine.readRun('server.properties')).toContain('broker.rack=zone1\n');
  });

  test('waits on a full volume until it has room, and leaves nothing behind', async () => {
    machine.fill();
    const start = machine.start();
    await start.logged('this volume is full');
    await start.logged(waiting);
    machine.empty();
    expect(await start.ended).toMatchObject({ code: 0, log: expect.stringContaining('kafka.Kafka') });
    expect(machine.read('dataservices.room')).toBeUndefined();
  });

  test('does not touch what it recorded where that is still so: its volume may be full', async () => {
    await machine.start().ended;
    const before = machine.writtenMs('dataservices.rack');
    await machine.start().ended;
    expect(machine.writtenMs('dataservices.rack')).toBe(before);
    machine.tell('zone2');
    await machine.start().ended;
    expect(machine.read('dataservices.rack')).toBe('zone2');
  });

  test('on a node that does not say where it stands has no rack', async () => {
    machine.tell('-');
    await machine.start().ended;
    expect(machine.readRun('server.properties')).not.toContain('broker.rack');
  });

  test('asks nobody where racks are not wanted', async () => {
    machine.tell('');
    const { log } = await machine.start(formattingJava, { RACK_MODE: 'None' }).ended;
    expect(log).not.toContain(waiting);
    expect(machine.readRun('server.properties')).not.toContain('broker.rack');
  });

  test('was killed while it formatted: it formats again', async () => {
    machine.write('kafka/bootstrap.checkpoint', 'half');
    const { log } = await machine.start().ended;
    expect(callsOf(log)[0]).toContain('StorageTool format');
  });

  test('cannot format: it ends, and starts nothing', async () => {
    const { code, log } = await machine.start('echo "java $*"; exit 3').ended;
    expect([code, callsOf(log).length]).toEqual([3, 1]);
  });

  test.for([
    ['of another cluster', formatted(2, 'badcafe'), 'data of another cluster, badcafe'],
    ['of another broker', formatted(1), 'data of node 1, and this is node 2'],
  ] as const)('with a volume %s refuses, and touches nothing', async ([, content, message]) => {
    machine.write('kafka/meta.properties', content);
    const { code, log } = await machine.start().ended;
    expect([code, callsOf(log)]).toEqual([1, []]);
    expect(log).toContain(message);
    expect(machine.read('kafka/meta.properties')).toBe(content);
  });

  test('starts from what the image keeps of an earlier start, where it does', async () => {
    machine.addArchive('kafka');
    const [format, start] = callsOf((await machine.start().ended).log);
    expect(format).toMatch(/^java -cp \S+\/a\.jar:\S+\/b\.jar kafka\.tools/);
    expect(start).toMatch(/-XX:SharedArchiveFile=\S+\/kafka\.jsa -cp \S+\/a\.jar:\S+\/b\.jar kafka\.Kafka/);
    machine.remove();
    machine = makeMachine('cart-kafka-2', 'broker');
    machine.tell('zone1');
    machine.addArchive('storage');
    expect(callsOf((await machine.start().ended).log)[0]).toMatch(/^java -XX:SharedArchiveFile=\S+\/storage\.jsa -cp/);
  });

  test('serves metrics where the image can, and says so where it cannot', async () => {
    expect((await machine.start().ended).log).toContain('there are no metrics');
    machine.addExporter();
    expect(callsOf((await machine.start().ended).log)[0]).toContain('exporter.jar=9404:');
    const { log } = await machine.start(formattingJava, { METRICS_MODE: 'Disabled' }).ended;
    expect(log).not.toMatch(/exporter|no metrics/);
  });
});

describe('a controller', () => {
  beforeEach(() => {
    machine = makeMachine('cart-kafka-controller-1', 'controller');
  });

  test('with an empty volume waits, and starts nothing by itself', async () => {
    const start = machine.start();
    await start.logged(waiting);
    start.stop();
    expect(callsOf((await start.ended).log)).toEqual([]);
    expect(machine.read('kafka/meta.properties')).toBeUndefined();
  });

  test('is told to found: it is formatted with all founders', async () => {
    machine.tell(found);
    const [format] = callsOf((await machine.start().ended).log);
    expect(format).toContain('--initial-controllers 1000@c-0.shop:9093:directory-0,1001@c-1.shop:9093:directory-1');
    expect(machine.read('kafka/meta.properties')).toBe(formatted(1001));
  });

  test('is told to join while it waits: it knows no voters', async () => {
    const start = machine.start();
    await start.logged(waiting);
    machine.tell(joinOrder('c0ffee'));
    const { log } = await start.ended;
    expect(callsOf(log)[0]).toMatch(/--no-initial-controllers$/);
    expect(callsOf(log)[1]).toContain('kafka.Kafka');
  });

  test('with a formatted volume founds nothing, whatever it is told', async () => {
    machine.write('kafka/meta.properties', formatted(1001));
    machine.tell(found);
    const { log } = await machine.start().ended;
    expect(callsOf(log)).toEqual([expect.stringContaining('kafka.Kafka')]);
  });

  test.for([
    ['of another cluster', foundingOrder('badcafe', founders, 9093)],
    ['half written', 'found'],
    ['to do something else', 'forget c0ffee\n'],
  ] as const)('does not obey an order %s', async ([, order]) => {
    machine.tell(order);
    const start = machine.start();
    await start.logged(waiting);
    machine.tell(joinOrder('c0ffee'));
    expect((await start.ended).log).not.toContain('founding');
  });

  test('cannot format: it tries again, and does not start without', async () => {
    machine.tell(found);
    const start = machine.start('echo "java $*"; exit 3');
    await start.logged(waiting);
    start.stop();
    expect((await start.ended).log).not.toContain('kafka.Kafka');
  });

  test('announces itself to the quorum', async () => {
    machine.tell(found);
    await machine.start().ended;
    expect(machine.readRun('server.properties')).toContain('advertised.listeners=CONTROLLER://cart-kafka-controller-1.nodes.shop:9093\n');
  });
});

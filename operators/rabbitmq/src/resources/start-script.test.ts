import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Machine, makeMachine, type Start } from '../testing/start-script-run.ts';
import { foundingOrder, joinOrder } from './order.ts';
import { forgetTask, leaveTask, standDownTask } from './task.ts';

const node = 'rabbit@cart-rabbitmq-1.nodes.shop';
const waiting = 'waiting to be told whether to found or to join';
const record = (state: string, mark = '-', cluster = 'c0ffee') => `cluster=${cluster}\nnode=${node}\nstate=${state}\nmark=${mark}\n`;
const join = (mark?: string) => joinOrder({ clusterId: 'c0ffee', mark, peers: ['rabbit@a', 'rabbit@b'] });

// Each runs a shell that starts many processes, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let machine: Machine;
let started: Start | undefined;

beforeEach(() => {
  machine = makeMachine('cart-rabbitmq-1');
});

afterEach(async () => {
  started?.stop();
  await started?.ended;
  started = undefined;
  machine.remove();
});

function start(): Start {
  started = machine.start();
  return started;
}

function holdData(state = 'member', mark = '-'): void {
  machine.write('dataservices.member', record(state, mark));
  machine.write('mnesia/queue', 'messages');
}

describe('an empty volume', () => {
  test('waits, and starts nothing by itself', async () => {
    const run = start();
    await run.logged(waiting);
    run.stop();
    expect(await run.ended).toMatchObject({ code: 0, log: expect.not.stringContaining('server with') });
    expect(machine.list('')).toEqual([]);
  });

  test("is told to found: it starts with the operator's user, and until it has served it would do so again", async () => {
    machine.order(foundingOrder('c0ffee'));
    await start().logged('founding.json');
    expect(machine.read('dataservices.member')).toBe(record('founding'));
  });

  test('is told to join: it starts without listeners, joins, and only then starts for clients', async () => {
    machine.order(join());
    const run = start();
    await run.logged('server with rabbitmq.conf: channel_max = 512;');
    const log = run.log();
    const steps = ['server with lobby.conf: listeners.tcp = none;', 'join_cluster rabbit@a', 'server ends', 'server with rabbitmq.conf'];
    const places = steps.map((step) => log.indexOf(step));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(machine.read('dataservices.member')).toBe(record('member'));
  });

  test('cannot join by way of one node: it takes the next', async () => {
    machine.refuse('join_cluster rabbit@a');
    machine.order(join());
    await start().logged('server with rabbitmq.conf');
    expect(started?.log()).toContain('join_cluster rabbit@b');
  });

  test('can join by way of nobody: it never starts for clients, and tries again', async () => {
    machine.refuse('join_cluster');
    machine.order(join());
    const run = start();
    await run.logged('join_cluster rabbit@b');
    expect(machine.read('dataservices.member')).toBe(record('joining'));
    machine.refuse('nothing');
    await run.logged('server with rabbitmq.conf');
  });

  test.for([
    ['another cluster', 'join badcafe -\nrabbit@a\n'],
    ['a mark that is a path', 'join c0ffee ../x\nrabbit@a\n'],
    ['something unheard of', 'start c0ffee -\n'],
  ] as const)('an order about %s is not obeyed', async ([, order]) => {
    machine.order(order);
    const run = start();
    await run.logged(waiting);
    run.stop();
    expect((await run.ended).log).not.toContain('server with');
  });
});

test('a container that is to end while it joins ends, and does not begin again', async () => {
  machine.refuse('join_cluster');
  machine.order(join());
  const run = start();
  await run.logged('join_cluster rabbit@a');
  run.stop();
  expect(await run.ended).toMatchObject({ code: 0 });
});

describe('a volume of a node of the cluster', () => {
  test('starts at once, whatever is ordered', async () => {
    holdData();
    machine.order(foundingOrder('c0ffee'));
    await start().logged('server with rabbitmq.conf: channel_max = 512;');
    expect(machine.read('mnesia/queue')).toBe('messages');
  });

  test('ends as its server ends, when it is told to', async () => {
    holdData();
    const run = start();
    await run.logged('server with');
    run.stop();
    expect(await run.ended).toMatchObject({ code: 0, log: expect.stringContaining('server ends') });
  });

  test('that was marked when its node left is set aside once, and joins', async () => {
    holdData();
    machine.order(join('m1'));
    await start().logged('server with rabbitmq.conf');
    expect(machine.read('set-aside-m1/mnesia/queue')).toBe('messages');
    expect(machine.read('dataservices.member')).toBe(record('member', 'm1'));
    started?.stop();
    await started?.ended;
    await start().logged('server with rabbitmq.conf');
    expect(started?.log()).not.toContain('setting aside');
  });

  test('the mark comes while it runs: it stops, and does the same', async () => {
    holdData();
    const run = start();
    await run.logged('server with rabbitmq.conf');
    machine.order(join('m1'));
    await run.logged('join_cluster rabbit@a');
    expect(machine.read('set-aside-m1/mnesia/queue')).toBe('messages');
  });

  test.for([
    ['another cluster', record('member', '-', 'badcafe'), 'data of another cluster'],
    ['another node', record('member').replace('rabbitmq-1', 'rabbitmq-2'), 'this volume holds the data of rabbit@cart-rabbitmq-2'],
  ] as const)('of %s is refused', async ([, text, reason]) => {
    machine.write('dataservices.member', text);
    expect(await start().ended).toMatchObject({ code: 1, log: expect.stringContaining(reason) });
  });
});

describe('tasks', () => {
  test('to stand down: leaders are handed over, the server stops, and nothing starts it again but an order to join', async () => {
    holdData();
    const run = start();
    await run.logged('server with');
    machine.task(standDownTask('c0ffee'));
    await run.logged('stood down');
    const log = run.log();
    expect(log.indexOf('rabbitmq-upgrade drain')).toBeLessThan(log.indexOf('server ends'));
    expect(machine.read('dataservices.member')).toBe(record('left'));
    run.stop();
    expect(await run.ended).toMatchObject({ code: 0 });
  });

  test('a container that was told to stand down starts nothing when it starts again', async () => {
    holdData('left');
    machine.task(standDownTask('c0ffee'));
    machine.order(join());
    const run = start();
    await run.logged('stood down');
    run.stop();
    expect((await run.ended).log).not.toContain('server with');
  });

  test('what a node held that stood down is set aside when it joins again', async () => {
    holdData('left');
    machine.order(join());
    await start().logged('server with rabbitmq.conf');
    const [place = ''] = machine.list('').filter((name) => name.startsWith('set-aside-left-'));
    expect(machine.read(`${place}/mnesia/queue`)).toBe('messages');
  });

  test('to leave: it leaves while its server runs, again and again until it has, and then stops', async () => {
    holdData();
    const run = start();
    await run.logged('server with');
    machine.refuse('reset');
    machine.task(leaveTask('c0ffee'));
    await run.logged('the cluster could not be left yet');
    machine.refuse('nothing');
    await run.logged('stood down');
    expect(run.log().indexOf('rabbitmqctl --quiet reset')).toBeLessThan(run.log().indexOf('server ends'));
    expect(machine.read('dataservices.member')).toBe(record('left'));
  });

  test('to leave, and the container starts again before it has: its server starts once more, for only then it can', async () => {
    holdData();
    machine.task(leaveTask('c0ffee'));
    await start().logged('stood down');
    expect(started?.log()).toContain('rabbitmqctl --quiet reset');
  });

  test('to have a node forgotten: once, even if the container starts again', async () => {
    holdData();
    machine.task(forgetTask('c0ffee', 'rabbit@c', 'one'));
    await start().logged('forget_cluster_node rabbit@c');
    await start2('server with rabbitmq.conf');
    expect(started?.log()).not.toContain('forget_cluster_node');
  });

  test('to have a node forgotten that cannot be yet: again and again', async () => {
    holdData();
    machine.refuse('forget_cluster_node');
    machine.task(forgetTask('c0ffee', 'rabbit@c', 'one'));
    const run = start();
    await run.logged('could not be forgotten yet');
    machine.refuse('nothing');
    const refused = run.log().split('could not be forgotten yet').length;
    while (machine.read('dataservices.forgot') !== 'one\n') await run.logged('having rabbit@c forgotten');
    expect(refused).toBeGreaterThan(1);
  });

  test('of another cluster is left alone', async () => {
    holdData();
    machine.task(standDownTask('badcafe'));
    const run = start();
    await run.logged('server with');
    machine.order(join('m1'));
    await run.logged('join_cluster');
    expect(run.log()).not.toContain('standing down');
  });
});

/** The container starts again, after it has written down what it did. */
async function start2(text: string): Promise<void> {
  started?.stop();
  await started?.ended;
  await start().logged(text);
}

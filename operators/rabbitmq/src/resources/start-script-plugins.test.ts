import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Machine, makeMachine, type Start } from '../testing/start-script-run.ts';
import { foundingOrder } from './order.ts';
import { streamTask } from './stream-task.ts';
import { forgetTask } from './task.ts';

const record = 'cluster=c0ffee\nnode=rabbit@cart-rabbitmq-1.nodes.shop\nstate=member\nmark=-\n';

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

function holdData(): void {
  machine.write('dataservices.member', record);
  machine.write('mnesia/queue', 'messages');
}

describe('plugins', () => {
  test('are enabled in the running server, once it serves', async () => {
    holdData();
    const run = start();
    await run.logged('server with rabbitmq.conf');
    machine.plugins('[rabbitmq_management,rabbitmq_stream].\n');
    machine.serve();
    await run.logged('rabbitmq-plugins --quiet set rabbitmq_management rabbitmq_stream');
    expect(run.log()).not.toContain('server ends');
  });

  test('that could not be enabled are tried again', async () => {
    holdData();
    machine.refuse('set');
    const run = start();
    await run.logged('server with rabbitmq.conf');
    machine.plugins('[rabbitmq_management,rabbitmq_top].\n');
    machine.serve();
    await run.logged('rabbitmq-plugins');
    const tries = () => run.log().split('rabbitmq-plugins').length;
    const before = tries();
    await vi.waitFor(() => expect(tries()).toBeGreaterThan(before), { timeout: 20_000 });
  });
});

test("definitions are loaded by the founder, and the operator's user after them", async () => {
  machine.definitions('{"vhosts":[]}');
  machine.order(foundingOrder('c0ffee'));
  await start().logged('load_definitions = ');
  expect(['definitions/1.json', 'definitions/2.json'].map((path) => machine.readRun(path))).toEqual(['{"vhosts":[]}', '{"users":[]}']);
});

test('a stream gets a member as the task says, once, whatever its name', async () => {
  holdData();
  machine.task(streamTask('c0ffee', { vhost: 'a b', queue: "it's $(x)", node: 'rabbit@c' }, 't1'));
  const run = start();
  await run.logged("rabbitmq-streams --quiet add_replica it's $(x) rabbit@c --vhost a b");
  machine.task(forgetTask('c0ffee', 'rabbit@d', 't2'));
  await run.logged('forget_cluster_node rabbit@d');
  expect(run.log().split('add_replica')).toHaveLength(2);
});

test('clients of streams are led to the node by its name, unless another one is asked for', async () => {
  holdData();
  const run = start();
  await run.logged('server with rabbitmq.conf');
  expect(machine.readRun('rabbitmq.conf')).toContain('stream.advertised_host = cart-rabbitmq-1.nodes.shop\n');
  expect(machine.readRun('rabbitmq.conf')).toContain('stream.advertised_tls_host = cart-rabbitmq-1.nodes.shop\n');
});

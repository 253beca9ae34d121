import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Machine, makeMachine, type Start } from '../testing/start-script-run.ts';

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

describe('certificates', () => {
  const stores = () => ['tls/keystore.pem', 'tls/truststore.pem'].map((path) => machine.readRun(path));

  test('are there before the server starts, and later ones are brought to it without a restart', async () => {
    holdData();
    machine.certificates('certificate-1', 'trust-1');
    const run = start();
    await run.logged('server with rabbitmq.conf');
    expect(stores()).toEqual(['certificate-1.key\ncertificate-1.crt\n', 'trust-1.crt\n']);
    expect(run.log()).not.toContain('clear_pem_cache');
    machine.certificates('certificate-2', 'trust-2');
    await run.logged('clear_pem_cache');
    expect(stores()).toEqual(['certificate-2.key\ncertificate-2.crt\n', 'trust-2.crt\n']);
    expect(run.log()).not.toContain('server ends');
  });

  test('that the server could not be told of are brought to it again', async () => {
    holdData();
    machine.certificates('certificate-1', 'trust-1');
    machine.refuse('clear_pem_cache');
    const run = start();
    await run.logged('server with rabbitmq.conf');
    machine.certificates('certificate-2', 'trust-2');
    await run.logged('clear_pem_cache');
    const refused = run.log().split('clear_pem_cache').length;
    machine.refuse('nothing');
    await vi.waitFor(() => expect(run.log().split('clear_pem_cache').length).toBeGreaterThan(refused), { timeout: 20_000 });
    expect(stores()[1]).toBe('trust-2.crt\n');
  });

  test('are waited for', async () => {
    holdData();
    machine.mountNothing();
    const run = start();
    await run.logged('waiting for certificates');
    machine.certificates('certificate-1', 'trust-1');
    await run.logged('server with rabbitmq.conf');
  });
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Machine, makeMachine } from '../testing/start-script-run.ts';

let machine: Machine;

beforeEach(() => {
  machine = makeMachine('cart-kafka-2', 'broker');
  machine.tell('zone1');
});

afterEach(() => machine.remove());

describe('addresses', () => {
  const announced = () => machine.readRun('server.properties')?.split('\n')[0];
  const own = 'CLIENTS://cart-kafka-2.nodes.shop:9092,INTERNAL://cart-kafka-2.nodes.shop:9091';

  beforeEach(() => machine.announce('EXTERNAL', 'EXTERNAL2'));

  test('that a broker is told are announced', async () => {
    machine.tellAddresses('EXTERNAL 192.0.2.7:31002\nEXTERNAL2 [2001:db8::1]:443\nGONE old:1\n');
    await machine.start().ended;
    expect(announced()).toBe(`advertised.listeners=${own},EXTERNAL://192.0.2.7:31002,EXTERNAL2://[2001:db8::1]:443`);
  });

  test('are waited for, all of them', async () => {
    machine.tellAddresses('EXTERNAL 192.0.2.7:31002\n');
    const start = machine.start();
    await start.logged('waiting to be told where clients reach this broker: EXTERNAL EXTERNAL2');
    machine.tellAddresses('EXTERNAL 192.0.2.7:31002\nEXTERNAL2 b:2\n');
    expect(await start.ended).toMatchObject({ code: 0 });
    expect(announced()).toBe(`advertised.listeners=${own},EXTERNAL://192.0.2.7:31002,EXTERNAL2://b:2`);
  });

  test('that it was told before are good enough when nobody tells it: no restart needs the operator', async () => {
    machine.tellAddresses('EXTERNAL a:1\nEXTERNAL2 b:2\n');
    await machine.start().ended;
    machine.tellAddresses('');
    expect(await machine.start().ended).toMatchObject({ code: 0, log: expect.stringContaining('looked in vain') });
    expect(announced()).toBe(`advertised.listeners=${own},EXTERNAL://a:1,EXTERNAL2://b:2`);
  });

  test('for listeners that it was never told about are waited for even so', async () => {
    machine.tellAddresses('EXTERNAL a:1\nEXTERNAL2 b:2\n');
    await machine.start().ended;
    machine.tellAddresses('');
    machine.announce('OTHER');
    const start = machine.start();
    await start.logged('waiting to be told where clients reach this broker: OTHER');
    machine.tellAddresses('OTHER c:3\n');
    await start.ended;
    expect(announced()).toBe(`advertised.listeners=${own},OTHER://c:3`);
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

  test('are those that are there when the server starts', async () => {
    put('certificate-a', 'trust-a');
    const start = machine.start('case "$*" in *kafka.Kafka*) trap "exit 0" TERM; while :; do /bin/sleep 0.1; done ;; esac');
    await start.logged('starting as broker 2');
    put('certificate-b', 'trust-ab');
    expect(stores()).toEqual(['certificate-a, private\ncertificate-a, public\n', 'trust-a\n']);
    start.stop();
    await start.ended;
    await machine.start().ended;
    expect(stores()).toEqual(['certificate-b, private\ncertificate-b, public\n', 'trust-ab\n']);
  });

  test('are waited for', async () => {
    machine.mount('trust-a.crt', 'trust-a\n');
    const start = machine.start();
    await start.logged('waiting for a certificate');
    put('certificate-a', 'trust-a');
    expect(await start.ended).toMatchObject({ code: 0, log: expect.stringContaining('presents certificate-a, trusts trust-a') });
  });
});

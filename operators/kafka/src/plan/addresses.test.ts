import type { KafkaClusterSpecInput } from '@dataservices/api';
import type { StoredObject } from '@dataservices/plan';
import { describe, expect, test } from 'vitest';
import type { Observed } from '../observed.ts';
import { addressesAnnotation } from '../resources/order.ts';
import { kafkaCluster, observed, withPod } from '../testing/observed-builder.ts';
import { decisionOf, reasonOf } from '../testing/situation.ts';
import { plan } from './plan.ts';

const external = { name: 'external', port: 9094, type: 'LoadBalancer' } as const;
const clients = { name: 'clients', port: 9092 };

function service(name: string, ip?: string): StoredObject {
  const metadata = { name, namespace: 'shop', uid: `uid-${name}`, resourceVersion: '1' };
  const status = { loadBalancer: { ingress: ip === undefined ? [] : [{ ip }] } };
  return { apiVersion: 'v1', kind: 'Service', metadata, ...{ status } } as StoredObject;
}

type Input = {
  readonly listeners?: KafkaClusterSpecInput['listeners'];
  readonly ips: readonly (string | undefined)[];
  readonly told?: string;
};

/** Three brokers, each with a Service. @param told to all of them, `#` in it for the number of the broker */
function given({ listeners = [clients, external], ips, told }: Input): Observed {
  const services = ips.map((ip, ordinal) => service(`cart-kafka-external-${ordinal}`, ip));
  const objects = new Map(services.map((one) => [`Service/${one.metadata.name}`, one]));
  const state = observed({ cluster: kafkaCluster({ listeners }), changes: { objects } });
  const brokers = state.brokers.map((member) =>
    told === undefined ? member : { ...member, addresses: told.replaceAll('#', String(member.ordinal)) },
  );
  return { ...state, brokers };
}

const ips = ['198.51.100.0', '198.51.100.1', '198.51.100.2'];
const told = 'EXTERNAL 198.51.100.#:9094\n';

function marksOf(state: Observed): readonly unknown[] {
  return plan(state)
    .applies.filter(({ kind }) => kind === 'Pod')
    .map(({ metadata }) => [metadata.name, metadata.annotations?.[addressesAnnotation]]);
}

describe('addresses of brokers', () => {
  test('are told to each of them', () => {
    expect(marksOf(given({ ips }))).toEqual([
      ['cart-kafka-0', 'EXTERNAL 198.51.100.0:9094\n'],
      ['cart-kafka-1', 'EXTERNAL 198.51.100.1:9094\n'],
      ['cart-kafka-2', 'EXTERNAL 198.51.100.2:9094\n'],
    ]);
  });

  test('are told to those of which they are known', () => {
    expect(marksOf(given({ ips: [ips[0], undefined, undefined] }))).toEqual([['cart-kafka-0', 'EXTERNAL 198.51.100.0:9094\n']]);
  });

  test('stay what they were told, and whoever is reached elsewhere restarts', () => {
    const moved = given({ ips: [ips[0], '203.0.113.9', ips[2]], told });
    expect(marksOf(moved)).toEqual([]);
    expect(decisionOf(moved)).toEqual({ rule: 'RollOneMember', actions: ['delete-pod cart-kafka-1'] });
    expect(reasonOf(moved)).toBe('cart-kafka-1 restarts for another address');
  });

  test.for([
    ['nothing has changed', given({ ips, told })],
    ['an address is not known any more', given({ ips: [ips[0], undefined, ips[2]], told })],
    ['no listener needs one any more', given({ listeners: [clients], ips: [], told })],
  ] as const)('restart nobody: %s', ([, state]) => {
    expect(decisionOf(state)).toEqual({ rule: undefined, actions: [] });
  });

  test('are waited for before a broker restarts for anything', () => {
    const outdated = withPod(given({ ips: [ips[0], ips[1], undefined] }), 'cart-kafka-2', { podHash: 'old' });
    expect(decisionOf(outdated)).toEqual({ rule: 'RollOneMember', actions: [] });
    expect(reasonOf(outdated)).toContain('the Services of listener external have no address yet');
  });
});

describe('Services', () => {
  const namesOf = (objects: readonly { readonly kind: string; readonly metadata: { readonly name: string } }[] = []) =>
    objects.filter(({ kind }) => kind === 'Service').map(({ metadata }) => metadata.name);

  test('there is one for each broker and one to begin with', () => {
    expect(namesOf(plan(given({ ips })).applies).slice(3)).toEqual([
      'cart-kafka-external',
      'cart-kafka-external-0',
      'cart-kafka-external-1',
      'cart-kafka-external-2',
    ]);
  });

  test('those of brokers that have gone, and of listeners that are not asked for, go', () => {
    expect(namesOf(plan(given({ ips: [...ips, '203.0.113.3'], told })).prunes)).toEqual(['cart-kafka-external-3']);
    expect(namesOf(plan(given({ listeners: [clients], ips })).prunes)).toEqual([
      'cart-kafka-external-0',
      'cart-kafka-external-1',
      'cart-kafka-external-2',
    ]);
  });

  test('of a cluster that is paused, none goes', () => {
    const state = given({ listeners: [clients], ips });
    const paused = { ...state, cluster: { ...state.cluster, spec: { ...state.cluster.spec, paused: true } } };
    expect(plan(paused).prunes ?? []).toEqual([]);
  });
});

import type { KafkaClusterSpecInput } from '@dataservices/api';
import type { StoredObject } from '@dataservices/plan';
import { describe, expect, test } from 'vitest';
import { placesMissing, toldAddresses } from './places.ts';
import { kafkaCluster, observed } from './testing/observed-builder.ts';

type Listeners = NonNullable<KafkaClusterSpecInput['listeners']>;
const external = { name: 'external', port: 9094 };

/** A Service as the API server has it. */
function service(name: string, spec: object, status: object = {}): readonly [string, StoredObject] {
  const metadata = { name, namespace: 'shop', uid: `uid-${name}`, resourceVersion: '1' };
  return [`Service/${name}`, { apiVersion: 'v1', kind: 'Service', metadata, ...{ spec, status } } as StoredObject];
}

const withNodePort = service('cart-kafka-external-2', { ports: [{ nodePort: 31_002 }] });
const withAddress = (ingress: object) => service('cart-kafka-external-2', {}, { loadBalancer: { ingress: [ingress] } });

function broker(
  listeners: Listeners,
  services: readonly (readonly [string, StoredObject])[],
  nodeAddress: string | undefined = '192.0.2.7',
) {
  const given = observed({ cluster: kafkaCluster({ listeners }), changes: { objects: new Map(services) } });
  const member = { ordinal: 2, host: 'cart-kafka-2.nodes', ...(nodeAddress !== '' && { nodeAddress }) };
  return { told: toldAddresses(given, member), missing: placesMissing(given, member) };
}

describe('what a broker is told to announce', () => {
  test.for<readonly [string, Listeners, readonly (readonly [string, StoredObject])[], string]>([
    ['nothing where the name of its pod will do', [external], [], ''],
    ['its node and the port of its Service', [{ ...external, type: 'NodePort' }], [withNodePort], 'EXTERNAL 192.0.2.7:31002\n'],
    [
      'a name in place of its node',
      [{ ...external, type: 'NodePort', advertised: { host: 'kafka.example.com' } }],
      [withNodePort],
      'EXTERNAL kafka.example.com:31002\n',
    ],
    [
      'the address of its Service',
      [{ ...external, type: 'LoadBalancer' }],
      [withAddress({ ip: '198.51.100.1' })],
      'EXTERNAL 198.51.100.1:9094\n',
    ],
    ['the name of its Service', [{ ...external, type: 'LoadBalancer' }], [withAddress({ hostname: 'b2.lb' })], 'EXTERNAL b2.lb:9094\n'],
    ['an address of IPv6', [{ ...external, type: 'LoadBalancer' }], [withAddress({ ip: '2001:db8::1' })], 'EXTERNAL [2001:db8::1]:9094\n'],
    [
      'its number in a name, and a port for all',
      [{ ...external, type: 'LoadBalancer', advertised: { host: 'b{ordinal}.example.com', port: 443 } }],
      [],
      'EXTERNAL b2.example.com:443\n',
    ],
    ['its number in the port', [{ ...external, advertised: { host: 'proxy', firstPort: 19_000 } }], [], 'EXTERNAL proxy:19002\n'],
    ['a port of a proxy before its pod', [{ ...external, advertised: { port: 19_000 } }], [], 'EXTERNAL cart-kafka-2.nodes:19000\n'],
    [
      'a line for each of them',
      [
        { name: 'clients', port: 9092 },
        { ...external, type: 'NodePort' },
        { name: 'proxied', port: 9095, advertised: { firstPort: 100 } },
      ],
      [withNodePort],
      'EXTERNAL 192.0.2.7:31002\nPROXIED cart-kafka-2.nodes:102\n',
    ],
  ])('%s', ([, listeners, services, expected]) => {
    expect(broker(listeners, services)).toEqual({ told: expected, missing: [] });
  });

  test.for<readonly [string, Listeners, readonly (readonly [string, StoredObject])[]]>([
    ['the Service has no port yet', [{ ...external, type: 'NodePort' }], []],
    ['the load balancer has no address yet', [{ ...external, type: 'LoadBalancer' }], [service('cart-kafka-external-2', {})]],
  ])('nothing while %s', ([, listeners, services]) => {
    expect(broker(listeners, services)).toEqual({ told: undefined, missing: ['external'] });
  });

  test('nothing while it has no node, which is no fault of the Service', () => {
    expect(broker([{ ...external, type: 'NodePort' }], [withNodePort], '')).toEqual({ told: undefined, missing: [] });
  });
});

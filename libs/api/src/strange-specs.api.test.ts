import { connect, isKubeError, type KubeClient, type Resource, resources } from '@dataservices/kube';
import type { KubeObject, StoredObject } from '@dataservices/plan';
import { installCrd, type StructuralSchema, testNamespace, wildSpecs } from '@dataservices/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { autoScalerKind } from './auto-scaler-kind.ts';
import { buildCrd } from './crd.ts';
import { kafkaClusterKind } from './kafka-cluster-kind.ts';
import type { KindDefinition } from './kind.ts';
import type { Parsed } from './parse.ts';
import { parseAutoScaler } from './parse-auto-scaler.ts';
import { parseKafkaCluster } from './parse-kafka-cluster.ts';
import { parseRabbitmqCluster } from './parse-rabbitmq-cluster.ts';
import { parseRedisCluster } from './parse-redis-cluster.ts';
import { parseZookeeperCluster } from './parse-zookeeper-cluster.ts';
import { rabbitmqClusterKind } from './rabbitmq-cluster-kind.ts';
import { redisClusterKind } from './redis-cluster-kind.ts';
import { zookeeperClusterKind } from './zookeeper-cluster-kind.ts';

type Parse = (object: unknown) => Parsed<{ readonly spec: object }>;
type Stored = StoredObject & { readonly spec: object };

const scaled = {
  scaleTargetRef: { apiVersion: 'dataservices.dev/v1alpha1', kind: 'RedisCluster', name: 'cart' },
  maxReplicas: 7,
  metrics: [{ name: 'clients', query: 'up', target: { type: 'AverageValue', averageValue: '10' } }],
};

const kinds: readonly (readonly [KindDefinition, Resource, Parse, base: object])[] = [
  [redisClusterKind, resources.redisClusters, parseRedisCluster, {}],
  [zookeeperClusterKind, resources.zookeeperClusters, parseZookeeperCluster, {}],
  [rabbitmqClusterKind, resources.rabbitmqClusters, parseRabbitmqCluster, {}],
  [kafkaClusterKind, resources.kafkaClusters, parseKafkaCluster, {}],
  [autoScalerKind, resources.autoScalers, parseAutoScaler, scaled],
];

let kube: KubeClient;
let namespace = '';

beforeAll(async () => {
  kube = connect({ kubeconfig: inject('kubeconfigPath'), userAgent: 'api-test' });
  for (const [kind] of kinds) await installCrd(kube, buildCrd(kind));
  namespace = await testNamespace(kube, 'strange');
}, 60_000);

afterAll(() => kube?.close());

/** What a server adds to an object. */
const asStored = { uid: 'c0ffee', resourceVersion: '1', generation: 1 };

/** The stored object, or the server's refusal as text. Nothing of it is left behind. */
async function admit(resource: Resource, object: KubeObject): Promise<Stored | string> {
  try {
    const stored = await kube.create<Stored>(resource, object);
    await kube.delete(resource, stored.metadata);
    return stored;
  } catch (error) {
    if (isKubeError(error, 'Invalid')) return error.message;
    throw error;
  }
}

const numRuns = process.env.DATASERVICES_E2E_TIER === 'full' ? 1_000 : 60;

/**
 * Not sent by chance: a server that refuses ten thousand entries one by one takes half a minute for the message. Nor a key that zod leaves
 * out, and the server refuses or keeps like any other. Both have tests of their own below.
 */
function isSent(spec: object): boolean {
  const text = JSON.stringify(spec);
  return text.split(',').length < 1_000 && !text.includes('"__proto__":');
}

test.for(kinds)(
  'the API server takes what the operator takes of $kind, and nothing else',
  { timeout: 300_000 },
  async ([definition, resource, parse, base]) => {
    const { kind } = definition;
    const schema = buildCrd(definition).spec.versions[0]?.schema.openAPIV3Schema as StructuralSchema;
    const strange = wildSpecs(schema.properties?.spec ?? {}, base).filter(({ spec }) => isSent(spec));
    const seen = { refused: 0, taken: 0 };
    const property = fc.asyncProperty(strange, async ({ spec }) => {
      const object = { apiVersion: 'dataservices.dev/v1alpha1', kind, metadata: { name: 'strange', namespace }, spec };
      const stored = await admit(resource, object);
      if (typeof stored !== 'string') {
        seen.taken += 1;
        const parsed = parse(stored);
        expect(parsed.ok ? parsed.value.spec : parsed.message).toEqual(stored.spec);
        return;
      }
      seen.refused += 1;
      expect(parse({ ...object, metadata: { ...object.metadata, ...asStored } }), stored).toMatchObject({ ok: false });
    });
    await fc.assert(property, { seed: 20_261_126, numRuns });
    expect(Math.min(seen.refused, seen.taken)).toBeGreaterThan(numRuns / 20);
  },
);

/** Each of them could stand there alone. */
const tenThousand: readonly (readonly [kind: string, spec: object, field: string])[] = [
  ...['RedisCluster', 'ZookeeperCluster', 'RabbitmqCluster', 'KafkaCluster'].map(
    (kind) => [kind, { imagePullSecrets: Array.from({ length: 10_000 }, (_, at) => ({ name: `x${at}` })) }, 'imagePullSecrets'] as const,
  ),
  ['AutoScaler', { ...scaled, metrics: Array.from({ length: 10_000 }, (_, at) => ({ ...scaled.metrics[0], name: `x${at}` })) }, 'metrics'],
];

function kindOf(name: string) {
  const found = kinds.find(([{ kind }]) => kind === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
}

test.for(tenThousand)(
  'ten thousand items in a list of %s are refused by the API server and by the operator',
  async ([name, spec, field]) => {
    const [{ kind }, resource, parse] = kindOf(name);
    const object = { apiVersion: 'dataservices.dev/v1alpha1', kind, metadata: { name: 'strange', namespace }, spec };
    expect(await admit(resource, object)).toEqual(expect.stringContaining(`spec.${field}: Too many: 10000`));
    const parsed = parse({ ...object, metadata: { ...object.metadata, ...asStored } });
    expect(parsed).toMatchObject({ ok: false, message: expect.stringContaining(`spec.${field}`) });
  },
);

/** As JSON has it: a property of its own. */
const proto = (value: unknown): object => JSON.parse(`{"__proto__": ${JSON.stringify(value)}}`);

test.for(['RedisCluster', 'ZookeeperCluster', 'RabbitmqCluster', 'KafkaCluster'])(
  'the key __proto__ in a map of %s is refused by the API server, and means nothing to the operator',
  async (name) => {
    const [{ kind }, resource, parse] = kindOf(name);
    const object = (spec: object) => ({ apiVersion: 'dataservices.dev/v1alpha1', kind, metadata: { name: 'strange', namespace }, spec });
    for (const [field, spec] of [
      ['config', { config: proto('x') }],
      ['pod.annotations', { pod: { annotations: proto('x') } }],
    ] as const) {
      expect(await admit(resource, object(spec))).toEqual(expect.stringContaining(`spec.${field}: Invalid value: keys must`));
      const parsed = parse({ ...object(spec), metadata: { name: 'strange', namespace, ...asStored } });
      expect(JSON.stringify(parsed.ok ? parsed.value.spec : {})).not.toContain('__proto__');
    }
  },
);

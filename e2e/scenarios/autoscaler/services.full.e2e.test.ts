import type { AutoScalerSpecInput } from '@dataservices/api';
import { type Resource, resources } from '@dataservices/kube';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type DocumentedQuery,
  documentedQuery,
  documentedUsedRatio,
  documentedVetoes,
  queryFor,
} from '../../../tools/docs/documented-queries.ts';
import { waitUntil } from '../../cluster/src/index.ts';
import { imagesOf } from '../../images/src/build-images.ts';
import { applyAutoscaler, awaitAutoscaler, readAutoscaler } from '../../src/autoscaler-object.ts';
import { formatSeconds } from '../../src/format-table.ts';
import { startKafkaLoad } from '../../src/kafka-load.ts';
import { applyKafka, awaitKafka, isKafkaAtRest } from '../../src/kafka-object.ts';
import { startLoad as startRedisLoad } from '../../src/load.ts';
import type { LoadHandle } from '../../src/load-handle.ts';
import { pickNode } from '../../src/pick-node.ts';
import { askSeries, startPrometheus } from '../../src/prometheus-object.ts';
import { provideImage } from '../../src/provide-image.ts';
import { startRabbitmqLoad } from '../../src/rabbitmq-load.ts';
import { applyRabbitmq, awaitRabbitmq, isRabbitmqAtRest } from '../../src/rabbitmq-object.ts';
import { applyRedis, awaitRedis, isAtRest } from '../../src/redis-object.ts';
import { useScenario } from '../../src/scenario.ts';
import { forbidScraping, permitScraping, scrapeConfig } from '../../src/scrape-config.ts';
import { startZookeeperLoad } from '../../src/zookeeper-load.ts';
import { applyZookeeper, awaitZookeeper, isZookeeperAtRest } from '../../src/zookeeper-object.ts';

const { bed, namespace, figure } = useScenario('autoscaler-services', { steps: 'independent' });
const cart = { namespace, name: 'cart' };
const account = { namespace, name: 'prometheus' };
const storage = { size: '1Gi' };
/** The documented queries look at two minutes; then come a look, and what the members themselves need. */
const changeMs = 300_000;

type Sized = { readonly spec: { readonly replicas: number }; readonly status: { readonly readyReplicas?: number } };
type Patience = { readonly what: string; readonly timeoutMs: number };

const hasSize = (replicas: number) => (cluster: Sized) => cluster.spec.replicas === replicas && cluster.status.readyReplicas === replicas;

type Service = {
  readonly name: 'Redis' | 'ZooKeeper' | 'RabbitMQ' | 'Kafka';
  readonly image: 'redis' | 'zookeeper' | 'rabbitmq' | 'kafka';
  readonly resource: Resource;
  /** What a replica, or the fullest one, should have: more than at rest, and much less than under the load. */
  readonly goal: number | string;
  /** Without a size of its own in what is applied, as for every target of an AutoScaler. */
  readonly apply: () => Promise<unknown>;
  readonly awaitSize: (replicas: number, options: Patience) => Promise<unknown>;
  readonly startLoad: () => Promise<LoadHandle<{ readonly lost: number | null }>>;
};

const services: readonly Service[] = [
  {
    name: 'Redis',
    image: 'redis',
    resource: resources.redisClusters,
    // Sentinels, probes and exporters ask some 30 things a second of a member.
    goal: 100,
    apply: () => applyRedis(bed, cart, { storage }),
    awaitSize: (replicas, options) => awaitRedis(bed, cart, (cluster) => isAtRest(cluster) && hasSize(replicas)(cluster), options),
    startLoad: async () =>
      startRedisLoad(bed, { cluster: cart, name: 'redis-load', nodeName: await pickNode(bed, undefined), wait: 0, ratePerSecond: 300 }),
  },
  {
    name: 'ZooKeeper',
    image: 'zookeeper',
    resource: resources.zookeeperClusters,
    goal: '100m',
    apply: () => applyZookeeper(bed, cart, { storage }),
    awaitSize: (replicas, options) =>
      awaitZookeeper(bed, cart, (cluster) => isZookeeperAtRest(cluster) && hasSize(replicas)(cluster), options),
    startLoad: () => startZookeeperLoad(bed, { cluster: cart, name: 'zookeeper-load', ratePerSecond: 200 }),
  },
  {
    name: 'RabbitMQ',
    image: 'rabbitmq',
    resource: resources.rabbitmqClusters,
    goal: 10,
    apply: () => applyRabbitmq(bed, cart, { storage }),
    awaitSize: (replicas, options) =>
      awaitRabbitmq(bed, cart, (cluster) => isRabbitmqAtRest(cluster) && hasSize(replicas)(cluster), options),
    startLoad: () => startRabbitmqLoad(bed, { cluster: cart, name: 'rabbitmq-load', idle: 60 }),
  },
  {
    name: 'Kafka',
    image: 'kafka',
    resource: resources.kafkaClusters,
    goal: '5k',
    apply: () => applyKafka(bed, cart, { storage, controllers: { replicas: 1, storage } }),
    awaitSize: (replicas, options) => awaitKafka(bed, cart, (cluster) => isKafkaAtRest(cluster) && hasSize(replicas)(cluster), options),
    startLoad: () => startKafkaLoad(bed, { cluster: cart, name: 'kafka-load', bytes: 1_000 }),
  },
];

function specFor({ resource, goal }: Service, { query, type }: DocumentedQuery): AutoScalerSpecInput {
  return {
    scaleTargetRef: { apiVersion: 'dataservices.dev/v1alpha1', kind: resource.kind, name: cart.name },
    minReplicas: 3,
    maxReplicas: 5,
    prometheus: { address: `http://prometheus.${namespace}.svc.cluster.local:9090` },
    metrics: [{ name: 'load', query, target: type === 'Value' ? { type, value: goal } : { type, averageValue: goal } }],
    sizes: { allowed: [3, 5] },
    behavior: { scaleDown: { stabilizationWindowSeconds: 15 } },
  };
}

/** What kube-state-metrics would say of requests, which nothing here serves, from what the runtime was told of them. */
const requests = {
  record: 'kube_pod_container_resource_requests',
  expr: 'container_spec_cpu_shares{container!=""} / 1024',
  labels: { resource: 'cpu' },
};

/** The one number that a documented query answers for the cluster. */
async function answerTo(query: string): Promise<number> {
  const concrete = queryFor(query, cart);
  const [series, ...more] = await waitUntil(
    async () => {
      const found = await askSeries(bed, namespace, concrete);
      return found.length > 0 && found;
    },
    { what: `an answer to ${concrete}`, timeoutMs: 150_000, intervalMs: 2000 },
  );
  expect(more, concrete).toEqual([]);
  return Number(series?.value[1]);
}

/** Of a cluster of three at rest. */
async function expectAnswers(service: string): Promise<void> {
  for (const { query } of documentedVetoes(service)) expect(await answerTo(query), query).toBe(0);
  const usedRatio = documentedUsedRatio(service);
  const used = await answerTo(usedRatio);
  expect(used).toBeGreaterThan(0);
  expect(used).toBeLessThan(1);
  // Of the claims of what grows, and of no other.
  expect(await answerTo(usedRatio.replace(/^max/, 'count'))).toBe(3);
  const percent = await answerTo(documentedQuery('any').query);
  expect(percent).toBeGreaterThan(0);
  figure(`${service} at rest, CPU of what its pods ask for`, `${percent.toFixed(1)} %`);
}

beforeAll(async () => {
  await permitScraping(bed, account);
  const files = {
    'prometheus.yml': JSON.stringify(scrapeConfig(namespace, { withContainers: true })),
    'alerts.yml': JSON.stringify({ groups: [{ name: 'requests', rules: [requests] }] }),
  };
  await startPrometheus(bed, account, files, account.name);
});

afterAll(() => forbidScraping(bed, account));

test.for(services)('$name follows its load by the query that is documented for it', { timeout: 1_500_000 }, async (service) => {
  const { name, image, resource, apply, awaitSize, startLoad } = service;
  for (const needed of imagesOf([image])) await provideImage(bed, needed);
  await apply();
  await awaitSize(3, { what: `${name} to be created`, timeoutMs: changeMs });
  await applyAutoscaler(bed, cart, specFor(service, documentedQuery(name)));
  const isKnown = await awaitAutoscaler(
    bed,
    cart,
    'a known metric',
    ({ currentMetrics }) => currentMetrics?.[0]?.value !== undefined,
    90_000,
  );
  expect(isKnown.status).toMatchObject({ currentReplicas: 3, desiredReplicas: 3 });

  await expectAnswers(name);

  const load = await startLoad();
  const loadedMs = performance.now();
  await awaitSize(5, { what: `${name} to grow`, timeoutMs: changeMs });
  figure(`${name}, load to five members settled`, formatSeconds(performance.now() - loadedMs), '300 s');

  const { lost } = await load.finish();
  await load.remove();
  const overMs = performance.now();
  await awaitSize(3, { what: `${name} to shrink`, timeoutMs: changeMs });
  figure(`${name}, end of the load to three members settled`, formatSeconds(performance.now() - overMs), '300 s');
  expect(lost).toBe(0);
  expect((await readAutoscaler(bed, cart)).status.lastChange).toMatchObject({ from: 5, to: 3 });

  // The next service has the same name and the memory of these nodes.
  await bed.kube.delete(resources.autoScalers, cart);
  await bed.kube.delete(resource, cart);
});

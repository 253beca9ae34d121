import { type Resource, resources } from '@dataservices/kube';
import { beforeAll, describe, expect, test } from 'vitest';
import { apiServiceAddress } from '../../cluster/src/control-plane-args.ts';
import { hostAddress } from '../../cluster/src/embedded/layout.ts';
import { waitUntil } from '../../cluster/src/index.ts';
import { awaitSettled, type Settling } from '../../src/await-settled.ts';
import { choiceFromEnvironment } from '../../src/cluster-choice.ts';
import { recordFigure } from '../../src/figures.ts';
import { startKafkaLoad } from '../../src/kafka-load.ts';
import { awaitWrites, startLoad } from '../../src/load.ts';
import type { LoadHandle } from '../../src/load-handle.ts';
import { operator, operatorPods } from '../../src/operator.ts';
import { ownChoice, useOwnCluster } from '../../src/own-cluster.ts';
import { pickNode } from '../../src/pick-node.ts';
import { isPodReady, listPods, readPod } from '../../src/pod.ts';
import { askPrometheus, startPrometheus } from '../../src/prometheus-object.ts';
import { startRabbitmqLoad } from '../../src/rabbitmq-load.ts';
import { idlePod, type Place, reachFrom } from '../../src/reach.ts';
import { startZookeeperLoad } from '../../src/zookeeper-load.ts';

const shop = 'e2e-policies';
const reports = `${shop}-reports`;
const monitoring = `${shop}-monitoring`;
const other = `${shop}-other`;
const namespaceOf = (name: string) => ({ matchLabels: { 'kubernetes.io/metadata.name': name } });
const metricsFrom = 'networkPolicy.metricsFrom[0]';

const bed = useOwnCluster('network-policies', {
  choice: ownChoice('policies', { networkPolicies: true }),
  namespaces: [shop, reports, monitoring, other],
  chart: {
    'networkPolicy.enabled': 'true',
    [`${metricsFrom}.namespaceSelector.matchLabels.kubernetes\\.io/metadata\\.name`]: monitoring,
    [`${metricsFrom}.podSelector.matchLabels.app`]: 'prometheus',
    'networkPolicy.egress.enabled': 'true',
    'networkPolicy.egress.apiServer[0].ipBlock.cidr': `${hostAddress}/32`,
  },
});

const cart = { namespace: shop, name: 'cart' };
const storage = { size: '1Gi' };
const networkPolicy = {
  mode: 'Enabled',
  clients: [{ podSelector: { matchLabels: { app: 'load' } } }, { namespaceSelector: namespaceOf(reports) }],
  metrics: [{ namespaceSelector: namespaceOf(monitoring), podSelector: { matchLabels: { app: 'prometheus' } } }],
};

type Finished = { readonly acknowledged: number; readonly lost: number | null };
type Service = {
  readonly name: 'redis' | 'zookeeper' | 'rabbitmq' | 'kafka';
  readonly kind: Resource;
  readonly spec?: object;
  /** Ports that these reach. */
  readonly clients: readonly number[];
  readonly metrics: readonly number[];
  readonly operator: readonly number[];
  readonly members: readonly number[];
  readonly load: () => Promise<LoadHandle<Finished>>;
};

const client = { cluster: cart, name: 'client' };
const services: readonly Service[] = [
  {
    name: 'redis',
    kind: resources.redisClusters,
    ...{ clients: [6379, 26379], metrics: [9121], operator: [6379, 26379], members: [6379, 26379] },
    load: async () => startLoad(bed(), { ...client, nodeName: await pickNode(bed(), undefined), wait: 0 }),
  },
  {
    name: 'zookeeper',
    kind: resources.zookeeperClusters,
    ...{ clients: [2181], metrics: [7000], operator: [2181], members: [2888, 3888] },
    load: () => startZookeeperLoad(bed(), client),
  },
  {
    name: 'rabbitmq',
    kind: resources.rabbitmqClusters,
    ...{ clients: [5672, 15672], metrics: [15692], operator: [15672], members: [4369, 25672] },
    load: () => startRabbitmqLoad(bed(), client),
  },
  {
    name: 'kafka',
    kind: resources.kafkaClusters,
    spec: { controllers: { replicas: 1, storage } },
    ...{ clients: [9092], metrics: [9404], operator: [9091, 9093], members: [9091, 9093] },
    load: () => startKafkaLoad(bed(), client),
  },
];
const ports = [...new Set(services.flatMap((one) => [...one.clients, ...one.metrics, ...one.operator, ...one.members]))];

const idle = (namespace: string, name: string): Place => ({ namespace, name, container: 'idle' });
const prometheus: Place = { namespace: monitoring, name: 'prometheus', container: 'prometheus' };
/** Each is labelled as one who is let in, and is not where that one is; or the other way round. */
const strangers = {
  neighbour: { place: idle(shop, 'neighbour'), app: 'web' },
  dashboard: { place: idle(monitoring, 'dashboard'), app: 'grafana' },
  stranger: { place: idle(other, 'stranger'), app: 'load' },
  scraper: { place: idle(other, 'scraper'), app: 'prometheus' },
};
const report = { place: idle(reports, 'report'), app: 'web' };

async function placeOfOperator(): Promise<Place> {
  const [pod] = await operatorPods(bed());
  if (pod === undefined) throw new Error('no operator runs');
  return { namespace: operator.namespace, name: pod.metadata.name, container: 'operator' };
}

/** On which ports some member takes a connection from there, other than the one that it comes from. */
async function portsFrom(places: readonly Place[]): Promise<readonly number[]> {
  const open = new Set<number>();
  for (const from of places) {
    const pods = (await listPods(bed().kube, shop, 'dataservices.dev/cluster')).filter(({ metadata }) => metadata.name !== from.name);
    const targets = pods.flatMap(({ status }) => ports.map((port) => ({ host: status?.podIP ?? '', port })));
    for (const { port } of await reachFrom(bed(), from, targets)) open.add(port);
  }
  return [...open].sort((a, b) => a - b);
}

/** Who reaches which ports. Waits for it: who enforces policies needs a moment to learn of a pod. */
async function expectReach({ name, clients, metrics, operator: operators, members }: Service): Promise<void> {
  const member = (ordinal: number): Place => ({ namespace: shop, name: `cart-${name}-${ordinal}`, container: name });
  const wanted = {
    clients: { from: [{ ...idle(shop, 'client'), container: 'load' }], reach: clients },
    report: { from: [report.place], reach: clients },
    prometheus: { from: [prometheus], reach: metrics },
    operator: { from: [await placeOfOperator()], reach: operators },
    // Two, since followers of ZooKeeper connect to the leader, and one of them may be it.
    members: { from: [member(0), member(1)], reach: members },
    ...Object.fromEntries(Object.entries(strangers).map(([who, { place }]) => [who, { from: [place], reach: [] }])),
  };
  const expected = Object.fromEntries(Object.entries(wanted).map(([who, { reach }]) => [who, reach]));
  let seen = {};
  const isAsWanted = async () => {
    const found = await Promise.all(Object.entries(wanted).map(async ([who, { from }]) => [who, await portsFrom(from)]));
    seen = Object.fromEntries(found);
    return JSON.stringify(seen) === JSON.stringify(expected);
  };
  await waitUntil(isAsWanted, { what: 'connections', timeoutMs: 60_000, intervalMs: 500 }).catch(() => {});
  expect(seen).toEqual(expected);
}

/** A cluster of somebody may enforce policies or not, and its nodes are no processes of this machine. */
describe.runIf(choiceFromEnvironment(process.env).kubeconfigPath === undefined)('where NetworkPolicies are enforced', () => {
  beforeAll(async () => {
    const { kube } = bed();
    for (const { place, app } of [...Object.values(strangers), report]) {
      await kube.create(resources.pods, idlePod(place, { app }));
      await waitUntil(async () => isPodReady(await readPod(kube, place)), { what: `${place.name} to be ready`, timeoutMs: 60_000 });
    }
    const found = { names: [`${operator.deployment}-metrics.${operator.namespace}.svc`], type: 'A', port: operator.httpPort };
    const job = { job_name: 'operators', dns_sd_configs: [{ ...found, refresh_interval: '3s' }] };
    const config = { global: { scrape_interval: '2s', scrape_timeout: '2s' }, scrape_configs: [job] };
    await startPrometheus(bed(), { namespace: monitoring, name: 'prometheus' }, { 'prometheus.yml': JSON.stringify(config) });
  }, 300_000);

  test('operators reach the API server and names, and nobody who is no member', async () => {
    const address = (await readPod(bed().kube, prometheus)).status?.podIP ?? '';
    const targets = [
      { host: apiServiceAddress, port: 443 },
      { host: hostAddress, port: 53 },
      { host: address, port: 9090 },
    ];
    expect(await reachFrom(bed(), await placeOfOperator(), targets)).toEqual(targets.slice(0, 2));
    expect(await reachFrom(bed(), strangers.stranger.place, targets)).toEqual(targets);
  });

  test('the metrics of operators are for Prometheus alone', async () => {
    const targets = (await operatorPods(bed())).map(({ status }) => ({ host: status?.podIP ?? '', port: operator.httpPort }));
    expect(await reachFrom(bed(), prometheus, targets)).toEqual(targets);
    for (const { place } of [...Object.values(strangers), report]) expect(await reachFrom(bed(), place, targets)).toEqual([]);
    const isScraped = async () => (await askPrometheus(bed(), monitoring, 'min(up{job="operators"})')) === 1;
    await waitUntil(isScraped, { what: 'Prometheus to read what operators say', timeoutMs: 60_000, intervalMs: 500 });
  });

  // One after another: what is seen here of four that stand side by side is no more.
  test.for(services)('$name is made, reached by those who may, grows, and loses its leader', { timeout: 1_200_000 }, async (service) => {
    const { kube } = bed();
    const { kind, spec, name } = service;
    const object = { apiVersion: 'dataservices.dev/v1alpha1', kind: kind.kind, metadata: cart };
    await kube.apply(kind, { ...object, ...{ spec: { storage, networkPolicy, ...spec } } }, { fieldManager: 'shop' });
    await awaitSettled(kube, shop, 'creation');
    const load = await service.load();
    const awaitMore = async () =>
      awaitWrites(bed(), cart, load, (await load.state().catch(() => ({ acknowledged: 0 }))).acknowledged + 100, 120_000);
    await awaitMore();
    await expectReach(service);

    await kube.mergePatch(kind, cart, { spec: { replicas: 4 } });
    await awaitSettled(kube, shop, 'growth');
    const leader = (await kube.get<Settling & { readonly status?: { readonly leader?: string } }>(kind, cart))?.status?.leader;
    await kube.delete(resources.pods, { namespace: shop, name: leader ?? `cart-${name}-0` }, { gracePeriodSeconds: 0 });
    await awaitMore();
    await awaitSettled(kube, shop, 'the loss of a pod');
    await awaitMore();
    await expectReach(service);

    const { acknowledged, lost } = await load.finish();
    recordFigure({ scenario: 'network-policies', name: `acknowledged writes of ${name}`, value: String(acknowledged) });
    expect(lost).toBe(0);
    await load.remove();
    await kube.delete(kind, cart);
    const isGone = async () => (await listPods(kube, shop, 'dataservices.dev/cluster')).length === 0;
    await waitUntil(isGone, { what: `the pods of ${name} to be gone`, timeoutMs: 300_000 });
  });
});

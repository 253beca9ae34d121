import { applyIfNeeded, connect, type KubeClient, type Resource, resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { sampleConfigMap, sampleService, testNamespace, waitFor } from '@dataservices/testing';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { createLogger } from './logger.ts';
import { createManager } from './manager.ts';
import type { Manager } from './manager-options.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { watchReporter } from './watch-reporter.ts';

const log = createLogger({ level: 'error' });
const fieldManager = 'dataservices-test';

let admin: KubeClient;
let namespace: string;
let managers: Manager[];

beforeEach(async () => {
  admin = connect({ kubeconfig: inject('kubeconfigPath'), userAgent: 'admin/1.0' });
  namespace = await testNamespace(admin, 'manager');
  managers = [];
});
afterEach(async () => {
  await Promise.all(managers.map((manager) => manager.stop()));
  await admin.close();
});

/** An operator that gives every ConfigMap a Service of its name. */
function operator(metrics: Metrics, passes: string[]) {
  const kube = connect({
    kubeconfig: inject('kubeconfigPath'),
    userAgent: 'test/1.0',
    onRequest: metrics.onRequest,
    onWatch: watchReporter(metrics, log),
  });
  const manager = createManager({
    name: 'test',
    kube,
    logger: log,
    metrics,
    namespaces: [namespace],
    health: { port: 0, host: '127.0.0.1' },
    handlesSignals: false,
    leaderElection: { namespace, name: 'test', retryMs: 50 },
  });
  const configMaps = manager.cache<StoredObject>(resources.configMaps);
  const services = manager.cache<StoredObject>(resources.services);
  manager.controller({
    name: 'test',
    for: configMaps,
    owns: [services],
    async reconcile(key, { kube: own, signal }) {
      const owner = configMaps.get(key);
      if (owner === undefined) return {};
      await applyIfNeeded(own, resources.services, services.get(key), serviceOf(owner), { fieldManager, signal });
      passes.push(key);
      return {};
    },
  });
  managers.push(manager);
  return { manager, running: manager.run() };
}

function serviceOf({ metadata: { namespace: space = '', name, uid } }: StoredObject) {
  const service = sampleService({ namespace: space, name });
  const owner = { apiVersion: 'v1', kind: 'ConfigMap', name, uid, controller: true, blockOwnerDeletion: true };
  return { ...service, metadata: { ...service.metadata, ownerReferences: [owner] } };
}

async function writesOf(metrics: Metrics): Promise<number> {
  const { values } = (await metrics.registry.getSingleMetric('rest_client_requests_total')?.get()) ?? { values: [] };
  return values.filter(({ labels }) => labels.method === 'PATCH').reduce((sum, { value }) => sum + value, 0);
}

test('an operator brings about what is asked, repairs what is changed, and writes nothing at rest', async () => {
  const metrics = createMetrics();
  const passes: string[] = [];
  operator(metrics, passes);
  const at = { namespace, name: 'cart' };
  const service = () =>
    admin.get<StoredObject & { readonly spec: { readonly publishNotReadyAddresses?: boolean } }>(resources.services, at);
  await admin.create(resources.configMaps, sampleConfigMap(at));
  await waitFor('the service', service);
  await admin.mergePatch(resources.services, at, { spec: { publishNotReadyAddresses: false } });
  await waitFor('the repair', async () => (await service())?.spec.publishNotReadyAddresses === true);
  await admin.delete(resources.services, at);
  await waitFor('the replacement', service);
  // Its own write comes back as an event; after that pass it is at rest.
  const settled = passes.length;
  await admin.mergePatch(resources.configMaps, at, { metadata: { annotations: { settled: 'yes' } } });
  await waitFor('a pass that finds nothing to do', () => passes.length > settled);
  const writes = await writesOf(metrics);
  const before = passes.length;
  await admin.mergePatch(resources.configMaps, at, { data: { changed: 'yes' } });
  await waitFor('another pass', () => passes.length > before);
  expect(await writesOf(metrics)).toBe(writes);
});

test('events are accepted by the API server, and counted as a series', async () => {
  const metrics = createMetrics();
  const { manager } = operator(metrics, []);
  // Only the one that leads has anything to tell.
  await waitFor('leadership', async () => (await metrics.registry.metrics()).includes('leader_election_master_status{name="test"} 1'));
  const regarding = await admin.create(resources.configMaps, sampleConfigMap({ namespace, name: 'told' }));
  for (let count = 0; count < 3; count += 1) manager.recorder.record({ regarding, type: 'Warning', reason: 'Tested', note: 'three times' });
  await manager.recorder.flush();
  const { items } = await admin.list<StoredObject & { reason: string; series?: { count: number } }>(resources.events as Resource, {
    namespace,
  });
  expect(items.filter(({ reason }) => reason === 'Tested').map(({ series }) => series?.count)).toEqual([3]);
});

test('of two operators one works, and the other takes over when it is stopped', async () => {
  const [firstPasses, secondPasses]: [string[], string[]] = [[], []];
  await admin.create(resources.configMaps, sampleConfigMap({ namespace, name: 'cart' }));
  const first = operator(createMetrics(), firstPasses);
  await waitFor('the leader', () => firstPasses.length > 0);
  operator(createMetrics(), secondPasses);
  await first.manager.stop();
  await first.running;
  await waitFor('the successor', () => secondPasses.length > 0);
  expect(secondPasses).toEqual([`${namespace}/cart`]);
});

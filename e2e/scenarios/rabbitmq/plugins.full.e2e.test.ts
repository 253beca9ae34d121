import { resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { expect, test } from 'vitest';
import { waitUntil } from '../../cluster/src/index.ts';
import { formatSeconds } from '../../src/format-table.ts';
import { livesOf } from '../../src/lives-of.ts';
import { askRabbitmq, haveRabbitmq } from '../../src/rabbitmq-api.ts';
import { applyRabbitmq, awaitRabbitmqRest, rabbitmqPods } from '../../src/rabbitmq-object.ts';
import { useScenario } from '../../src/scenario.ts';

const { bed, namespace, figure } = useScenario('rabbitmq-plugins');
const cart = { namespace, name: 'cart' };
const spec = { replicas: 1, storage: { size: '1Gi' }, definitions: { configMapName: 'mine' } };

test('a cluster is founded with definitions, once they are there', { timeout: 300_000 }, async () => {
  const definitions = {
    queues: [{ name: 'defined', vhost: '/', durable: true, auto_delete: false, arguments: { 'x-queue-type': 'stream' } }],
    vhosts: [{ name: '/' }],
  };
  await applyRabbitmq(bed, cart, spec);
  const isStalled = async () => {
    const found = await bed.kube.get<StoredObject & { readonly status?: { readonly conditions?: readonly { readonly reason: string }[] } }>(
      resources.rabbitmqClusters,
      cart,
    );
    return found?.status?.conditions?.some(({ reason }) => reason === 'InvalidDefinitions') === true;
  };
  await waitUntil(isStalled, { what: 'the lack of definitions to be said', timeoutMs: 30_000 });
  const data = { 'definitions.json': JSON.stringify(definitions) };
  await bed.kube.create(resources.configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name: 'mine' }, ...{ data } });
  await awaitRabbitmqRest(bed, cart, 'its creation', 240_000);
  expect((await askRabbitmq(bed, cart, { path: 'queues/%2F/defined' })).status).toBe(200);
});

test('a plugin is enabled without a restart, with its port on the Service, and disabled again', { timeout: 300_000 }, async () => {
  const lives = livesOf(await rabbitmqPods(bed, cart));
  type Service = StoredObject & { readonly spec: { readonly ports: readonly { readonly name: string; readonly port: number }[] } };
  const startMs = performance.now();
  await applyRabbitmq(bed, cart, { ...spec, plugins: ['rabbitmq_mqtt'] });
  const isOpen = () =>
    bed.cluster.kubectl(['exec', '--namespace', namespace, 'cart-rabbitmq-0', '--', 'bash', '-c', 'exec 3<> /dev/tcp/127.0.0.1/1883']).then(
      () => true,
      () => false,
    );
  await waitUntil(isOpen, { what: 'the port of MQTT', timeoutMs: 120_000, intervalMs: 1_000 });
  figure('plugin asked for, until its port is open', formatSeconds(performance.now() - startMs), '120 s');
  await awaitRabbitmqRest(bed, cart, 'its plugin', 60_000);
  const service = await bed.kube.get<Service>(resources.services, { namespace, name: 'cart-rabbitmq' });
  expect(service?.spec.ports).toContainEqual(expect.objectContaining({ name: 'mqtt', port: 1883 }));
  await applyRabbitmq(bed, cart, spec);
  await waitUntil(async () => !(await isOpen()), { what: 'the port of MQTT to be closed', timeoutMs: 120_000, intervalMs: 1_000 });
  await awaitRabbitmqRest(bed, cart, 'the end of its plugin', 60_000);
  expect(livesOf(await rabbitmqPods(bed, cart))).toEqual(lives);
});

test('a stream gets members on the nodes that join', { timeout: 600_000 }, async () => {
  await applyRabbitmq(bed, cart, { ...spec, replicas: 3 });
  await awaitRabbitmqRest(bed, cart, 'growth to three', 300_000);
  const members = async () => {
    const queue = JSON.parse(await haveRabbitmq(bed, cart, { path: 'queues/%2F/defined' })) as { readonly online?: readonly string[] };
    return queue.online?.length ?? 0;
  };
  await waitUntil(async () => (await members()) === 3, { what: 'three members of the stream', timeoutMs: 120_000 });
});

import { resources } from '@dataservices/kube';
import { expect, test } from 'vitest';
import { waitUntil } from '../../cluster/src/index.ts';
import { formatSeconds } from '../../src/format-table.ts';
import { killContainer } from '../../src/kill-container.ts';
import { livesOf } from '../../src/lives-of.ts';
import { askPrometheus, startPrometheus } from '../../src/prometheus-object.ts';
import { provideImage } from '../../src/provide-image.ts';
import { type RabbitmqLoad, startRabbitmqLoad } from '../../src/rabbitmq-load.ts';
import { applyRabbitmq, awaitRabbitmq, awaitRabbitmqRest, isRabbitmqAtRest, rabbitmqPods } from '../../src/rabbitmq-object.ts';
import { expectNoMessageLost, rabbitmqGap } from '../../src/rabbitmq-under-load.ts';
import { readSecret } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';
import { forbidScraping, permitScraping, scrapeConfig } from '../../src/scrape-config.ts';
import { arrivalMs } from '../../src/tls-objects.ts';

const scenario = useScenario('rabbitmq-tls');
const { bed, namespace, figure } = scenario;
const cart = { namespace, name: 'cart' };
const spec = { storage: { size: '1Gi' }, tls: { mode: 'Enabled' } };
/** How long clients are shown an authority that replaces a lost one before it signs. */
const noticeMs = 120_000;
/** Other certificates concern nobody who is connected. */
const quietGapMs = 3_000;

let load: RabbitmqLoad;

/** Names of the files that the nodes are to use: they change with the certificate and with whom they trust. */
async function filesInUse(): Promise<string> {
  return ((await readSecret(bed, { namespace, name: 'cart-rabbitmq-certificates' }))?.current ?? '').trim();
}

/** Returns when every node uses files that are wanted, and nothing is left to do. */
async function awaitFiles(isWanted: (files: string) => boolean, timeoutMs: number): Promise<void> {
  await waitUntil(async () => isWanted(await filesInUse()), {
    what: 'other certificates to be issued',
    timeoutMs,
    intervalMs: 500,
    explain: filesInUse,
  });
  await awaitRabbitmq(bed, cart, isRabbitmqAtRest, { what: 'every node to have loaded them', timeoutMs });
}

async function lives(): Promise<readonly string[]> {
  return livesOf(await rabbitmqPods(bed, cart));
}

test('a new cluster is whole, and clients publish to it', async () => {
  const startMs = performance.now();
  await applyRabbitmq(bed, cart, { ...spec, replicas: 3 });
  await awaitRabbitmqRest(bed, cart, 'its creation', 300_000);
  figure('apply to Ready and Settled, with TLS', formatSeconds(performance.now() - startMs), '180 s');
  const binding = await readSecret(bed, { namespace, name: 'cart-rabbitmq-binding' });
  expect(binding).toMatchObject({ ssl: 'true', port: '5671', 'ca.crt': expect.stringContaining('BEGIN CERTIFICATE') });
  load = await startRabbitmqLoad(bed, { cluster: cart, name: 'tls' });
}, 400_000);

test('in plaintext nobody is answered from outside a pod', async () => {
  const isOpen = async (port: number) => {
    const connect = `exec 3<> /dev/tcp/cart-rabbitmq-1.cart-rabbitmq-nodes/${port} && echo open || echo closed`;
    return bed.cluster.kubectl(['exec', '--namespace', namespace, 'cart-rabbitmq-0', '--', 'bash', '-c', `(${connect}) 2>/dev/null`]);
  };
  const answers = await Promise.all([5671, 5672, 15671, 15672, 15691, 15692].map(isOpen));
  expect(answers.map((answer) => answer.trim())).toEqual(['open', 'closed', 'open', 'closed', 'open', 'closed']);
});

test('Prometheus has the metrics of every node, over TLS', async () => {
  await provideImage(bed, 'prometheus');
  const account = { namespace, name: 'prometheus' };
  await permitScraping(bed, account);
  try {
    const files = { 'prometheus.yml': JSON.stringify(scrapeConfig(namespace)), 'alerts.yml': '{"groups":[]}' };
    await startPrometheus(bed, account, files, account.name);
    const count = () => askPrometheus(bed, namespace, 'count(rabbitmq_build_info{app_kubernetes_io_name="rabbitmq"})');
    await waitUntil(async () => (await count()) === 3, { what: 'metrics of three nodes', timeoutMs: 60_000, intervalMs: 1_000 });
  } finally {
    await forbidScraping(bed, account);
    await bed.kube.delete(resources.pods, account);
  }
}, 300_000);

test('a node is killed, and is back', async () => {
  const act = async () => {
    await killContainer(bed, { namespace, name: 'cart-rabbitmq-1' }, 'rabbitmq');
    await awaitRabbitmq(bed, cart, ({ status }) => status.readyReplicas === 2, { what: 'the loss to be seen', timeoutMs: 30_000 });
    await awaitRabbitmqRest(bed, cart, 'the death of a node', 180_000);
  };
  await rabbitmqGap(scenario, { cluster: cart, load, title: 'node killed, with TLS', limitMs: 10_000, act });
}, 300_000);

test('a certificate is renewed without a gap or a restart', async () => {
  const [before, files] = [await lives(), await filesInUse()];
  const act = async () => {
    await bed.kube.delete(resources.secrets, { namespace, name: 'cart-rabbitmq-certificates' });
    await awaitFiles((now) => now !== '' && now !== files, arrivalMs);
  };
  await rabbitmqGap(scenario, { cluster: cart, load, title: 'certificate renewed', limitMs: quietGapMs, act });
  expect(await lives()).toEqual(before);
}, 300_000);

test('another authority takes over, both being trusted meanwhile, without a gap or a restart', async () => {
  const trustOf = (files: string) => files.split(' ')[1] ?? '';
  const [lived, files] = [await lives(), await filesInUse()];
  const seen = new Set([trustOf(files)]);
  const act = async () => {
    await bed.kube.delete(resources.secrets, { namespace, name: 'cart-rabbitmq-ca' });
    await awaitFiles(
      (now) => {
        seen.add(trustOf(now));
        return !trustOf(now).includes('.') && trustOf(now) !== trustOf(files);
      },
      noticeMs + 3 * arrivalMs,
    );
  };
  await rabbitmqGap(scenario, { cluster: cart, load, title: 'authority replaced', limitMs: quietGapMs, act });
  // The old one alone, both, the new one alone.
  expect([...seen].map((trust) => trust.split('.').length)).toEqual([1, 2, 1]);
  expect(await lives()).toEqual(lived);
}, 720_000);

test('nodes join and leave by the new authority alone, and clients connect', async () => {
  await applyRabbitmq(bed, cart, { ...spec, replicas: 4 });
  await awaitRabbitmqRest(bed, cart, 'growth to four', 240_000);
  await applyRabbitmq(bed, cart, { ...spec, replicas: 3 });
  await awaitRabbitmqRest(bed, cart, 'shrinking to three', 240_000);
  await (await startRabbitmqLoad(bed, { cluster: cart, name: 'after' })).finish();
  await expectNoMessageLost(scenario, load);
}, 600_000);

test('a Secret that cannot be used is refused, and what runs goes on', async () => {
  const files = await filesInUse();
  await applyRabbitmq(bed, cart, { ...spec, replicas: 3, tls: { mode: 'Enabled', secretName: 'not-there' } });
  const refused = await awaitRabbitmq(
    bed,
    cart,
    ({ status }) => status.conditions?.some(({ type, reason }) => type === 'Stalled' && reason === 'InvalidCertificate') === true,
    { what: 'the refusal', timeoutMs: 30_000 },
  );
  expect(refused.status.conditions).toContainEqual(expect.objectContaining({ type: 'Available', status: 'True' }));
  expect(await filesInUse()).toBe(files);
});

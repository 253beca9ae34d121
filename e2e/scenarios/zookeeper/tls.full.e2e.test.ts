import { resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { expect, test } from 'vitest';
import { waitUntil } from '../../cluster/src/index.ts';
import { formatSeconds } from '../../src/format-table.ts';
import { killContainer } from '../../src/kill-container.ts';
import { readSecret } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';
import { arrivalMs } from '../../src/tls-objects.ts';
import { finishZookeeperLoad, startZookeeperLoad, type ZookeeperLoad } from '../../src/zookeeper-load.ts';
import {
  applyZookeeper,
  awaitZookeeper,
  awaitZookeeperRest,
  isZookeeperAtRest,
  readZookeeper,
  zookeeperPods,
} from '../../src/zookeeper-object.ts';
import { underZookeeperLoad } from '../../src/zookeeper-under-load.ts';

const { bed, namespace, figure } = useScenario('zookeeper-tls');
const cart = { namespace, name: 'cart' };
const spec = { storage: { size: '1Gi' }, tls: { mode: 'Enabled' } };
/** How long clients are shown an authority that replaces a lost one before it signs. */
const noticeMs = 120_000;
/** A slow disk takes a second or two now and then; an election, or a client that has to connect again to all, takes longer. */
const quietGapMs = 3_000;

let load: ZookeeperLoad;

const underLoad = (name: string, act: () => Promise<unknown>) => underZookeeperLoad(bed, { cluster: cart, load, name }, act);

type Secret = StoredObject & { readonly data?: Readonly<Record<string, string>> };

/** Names of the files that the members are to use: they change with the certificate and with whom they trust. */
async function filesInUse(): Promise<string> {
  const secret = await bed.kube.get<Secret>(resources.secrets, { namespace, name: 'cart-zookeeper-certificates' });
  return Buffer.from(secret?.data?.current ?? '', 'base64')
    .toString()
    .trim();
}

/** Returns when every member uses files that are wanted, and nothing is left to do. */
async function awaitFiles(isWanted: (files: string) => boolean, timeoutMs: number): Promise<void> {
  await waitUntil(async () => isWanted(await filesInUse()), {
    what: 'other certificates to be issued',
    timeoutMs,
    intervalMs: 500,
    explain: filesInUse,
  });
  await awaitZookeeper(bed, cart, isZookeeperAtRest, { what: 'every member to have loaded them', timeoutMs });
}

async function lives(): Promise<readonly string[]> {
  const pods = await zookeeperPods(bed, cart);
  return pods
    .map(({ metadata, status }) => `${metadata.name} ${metadata.uid} ${status?.containerStatuses?.map(({ restartCount }) => restartCount)}`)
    .sort();
}

/** Asks a member from within the pod of another. */
function ask(port: number): Promise<string> {
  const command = `exec 3<> /dev/tcp/cart-zookeeper-1.cart-zookeeper-nodes/${port} && printf srvr >&3 && timeout 3 head -c 200 <&3 || true`;
  return bed.cluster.kubectl(['exec', '--namespace', namespace, 'cart-zookeeper-0', '--', 'bash', '-c', command]);
}

test('a new ensemble is whole, and clients write to it', async () => {
  const startMs = performance.now();
  await applyZookeeper(bed, cart, { ...spec, replicas: 3 });
  await awaitZookeeperRest(bed, cart, 'its creation', 150_000);
  figure('apply to Ready and Settled, with TLS', formatSeconds(performance.now() - startMs), '120 s');
  const binding = await readSecret(bed, { namespace, name: 'cart-zookeeper-binding' });
  expect(binding).toMatchObject({ ssl: 'true', 'ca.crt': expect.stringContaining('BEGIN CERTIFICATE') });
  load = await startZookeeperLoad(bed, { cluster: cart, name: 'tls' });
}, 200_000);

test('in plaintext nobody is answered from outside a pod', async () => {
  expect(await ask(2181)).not.toContain('Mode');
  expect(await ask(12181)).not.toContain('Mode');
});

test('another leads within seconds when the leader is killed', async () => {
  const { leader = '' } = (await readZookeeper(bed, cart)).status;
  const gapMs = await underLoad('kill', async () => {
    await killContainer(bed, { namespace, name: leader }, 'zookeeper');
    await awaitZookeeperRest(bed, cart, 'the death of its leader');
  });
  figure('leader killed: longest gap between writes', formatSeconds(gapMs), '10 s');
  expect(gapMs).toBeLessThan(10_000);
}, 150_000);

test('members join and leave', async () => {
  const before = await lives();
  const gapMs = await underLoad('scale', async () => {
    await applyZookeeper(bed, cart, { ...spec, replicas: 5 });
    await awaitZookeeperRest(bed, cart, 'growth to five', 150_000);
    await applyZookeeper(bed, cart, { ...spec, replicas: 3 });
    await awaitZookeeperRest(bed, cart, 'shrinking to three', 150_000);
  });
  figure('3 to 5 to 3: longest gap between writes', formatSeconds(gapMs), '10 s');
  expect(gapMs).toBeLessThan(10_000);
  expect(await lives()).toEqual(before);
}, 350_000);

test('a certificate is renewed without a gap or a restart', async () => {
  const [before, files] = [await lives(), await filesInUse()];
  const gapMs = await underLoad('renewal', async () => {
    await bed.kube.delete(resources.secrets, { namespace, name: 'cart-zookeeper-certificates' });
    await awaitFiles((now) => now !== '' && now !== files, arrivalMs);
  });
  figure('certificate renewed: longest gap between writes', formatSeconds(gapMs), '3 s');
  expect(gapMs).toBeLessThan(quietGapMs);
  expect(await lives()).toEqual(before);
}, 300_000);

test('another authority takes over, both being trusted meanwhile, without a gap or a restart', async () => {
  const trustOf = (files: string) => files.split(' ')[1] ?? '';
  const [lived, files] = [await lives(), await filesInUse()];
  const seen = new Set([trustOf(files)]);
  const gapMs = await underLoad('authority', async () => {
    await bed.kube.delete(resources.secrets, { namespace, name: 'cart-zookeeper-ca' });
    await awaitFiles(
      (now) => {
        seen.add(trustOf(now));
        return !trustOf(now).includes('.') && trustOf(now) !== trustOf(files);
      },
      noticeMs + 3 * arrivalMs,
    );
  });
  figure('authority replaced: longest gap between writes', formatSeconds(gapMs), '3 s');
  // The old one alone, both, the new one alone.
  expect([...seen].map((trust) => trust.split('.').length)).toEqual([1, 2, 1]);
  expect(gapMs).toBeLessThan(quietGapMs);
  expect(await lives()).toEqual(lived);
}, 720_000);

test('by the new authority alone, a member restarts and is elected for', async () => {
  const { leader = '' } = (await readZookeeper(bed, cart)).status;
  const gapMs = await underLoad('kill-again', async () => {
    await killContainer(bed, { namespace, name: leader }, 'zookeeper');
    await awaitZookeeperRest(bed, cart, 'the death of its leader');
  });
  expect(gapMs).toBeLessThan(10_000);
}, 150_000);

test('nothing is lost, every session was kept, and what the clients saw has an order', async () => {
  const { lost, expiredSessions, verdict, verifyError } = await finishZookeeperLoad(load);
  expect({ lost, expiredSessions, verifyError }).toEqual({ lost: 0, expiredSessions: 0, verifyError: undefined });
  expect(verdict).toMatchObject({ result: 'linearizable' });
}, 120_000);

test('a Secret that cannot be used is refused, and what runs goes on', async () => {
  const files = await filesInUse();
  await applyZookeeper(bed, cart, { ...spec, replicas: 3, tls: { mode: 'Enabled', secretName: 'not-there' } });
  const refused = await awaitZookeeper(
    bed,
    cart,
    ({ status }) => status.conditions?.some(({ type, reason }) => type === 'Stalled' && reason === 'InvalidCertificate') === true,
    { what: 'the refusal', timeoutMs: 30_000 },
  );
  expect(refused.status.conditions).toContainEqual(expect.objectContaining({ type: 'Available', status: 'True' }));
  expect(await filesInUse()).toBe(files);
});

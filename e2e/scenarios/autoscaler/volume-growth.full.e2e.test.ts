import { type Ref, resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documentedUsedRatio } from '../../../tools/docs/documented-queries.ts';
import { waitUntil } from '../../cluster/src/index.ts';
import { applyAutoscaler, awaitAutoscaler, readAutoscaler } from '../../src/autoscaler-object.ts';
import { formatSeconds } from '../../src/format-table.ts';
import { type Fault, fillVolume } from '../../src/node-faults.ts';
import { startPrometheus } from '../../src/prometheus-object.ts';
import { applyRedis, awaitRest, readRedis } from '../../src/redis-object.ts';
import { dataPods, masterPod } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';
import { forbidScraping, permitScraping, scrapeConfig } from '../../src/scrape-config.ts';

const { bed, namespace, figure } = useScenario('autoscaler-volume-growth');
const cart = { namespace, name: 'cart' };
const account = { namespace, name: 'prometheus' };
/** Kubelets look at volumes once a minute; then come a scrape, and a look. */
const seenMs = 180_000;
const grownMs = 180_000;

type Claim = StoredObject & { readonly status?: { readonly capacity?: { readonly storage?: string } } };

async function claims(): Promise<readonly Claim[]> {
  const { items } = await bed.kube.list<Claim>(resources.persistentVolumeClaims, { namespace });
  return items.filter(({ metadata }) => metadata.name.startsWith('data-cart-redis-'));
}

async function sizesOfVolumes(): Promise<readonly (string | undefined)[]> {
  return [...new Set((await claims()).map(({ status }) => status?.capacity?.storage))];
}

/** Clients do not notice when the volume of a replica is full. */
async function claimOfReplica(): Promise<Required<Ref>> {
  const master = (await masterPod(bed, cart)).metadata.name;
  const replica = (await dataPods(bed, cart)).map(({ metadata }) => metadata.name).find((name) => name !== master);
  return { namespace, name: `data-${replica}` };
}

const uids = async () => (await claims()).map(({ metadata }) => metadata.uid).sort();

describe.runIf(bed.cluster.volumeFaults !== undefined)('volumes that grow with what they hold', () => {
  let fault: Fault | undefined;
  let before: readonly string[];

  beforeAll(async () => {
    await applyRedis(bed, cart, { storage: { size: '400Mi', className: 'growable' } });
    await awaitRest(bed, cart, 'its creation', 180_000);
    before = await uids();
    await permitScraping(bed, account);
    const files = { 'prometheus.yml': JSON.stringify(scrapeConfig(namespace)), 'alerts.yml': '{"groups":[]}' };
    await startPrometheus(bed, account, files, account.name);
    await applyAutoscaler(bed, cart, {
      scaleTargetRef: { apiVersion: 'dataservices.dev/v1alpha1', kind: 'RedisCluster', name: cart.name },
      maxReplicas: 3,
      prometheus: { address: `http://prometheus.${namespace}.svc.cluster.local:9090` },
      storage: { usedRatioQuery: documentedUsedRatio('Redis'), maxSize: '10Gi' },
    });
  }, 400_000);

  afterAll(async () => {
    await fault?.heal();
    await forbidScraping(bed, account);
  });

  test('stay as they are while there is room', async () => {
    const { status } = await awaitAutoscaler(bed, cart, 'a known part', ({ storage }) => storage?.usedPercent !== undefined, seenMs);
    expect(status.storage?.usedPercent).toBeLessThan(80);
    expect(status.storage?.message).toMatch(/^\d+ % are used, of 80 % at most\.$/);
    expect((await readRedis(bed, cart)).spec.storage.size).toBe('400Mi');
  }, 240_000);

  test('grow where one of them is full: in the spec, in every claim, and for what is in them', { timeout: 600_000 }, async () => {
    const startMs = performance.now();
    fault = await fillVolume(bed, await claimOfReplica());
    const grown = await awaitAutoscaler(bed, cart, 'the growth', ({ storage }) => storage?.size === '1Gi', seenMs);
    figure('volume full to a larger size asked for', formatSeconds(performance.now() - startMs), '180 s');
    expect(grown.status.storage).toMatchObject({ usedPercent: expect.any(Number), lastGrowth: expect.any(String) });
    expect(grown.status.storage?.usedPercent).toBeGreaterThan(80);
    await waitUntil(async () => (await readRedis(bed, cart)).spec.storage.size === '1Gi', {
      what: 'spec.storage.size to be 1Gi',
      timeoutMs: 30_000,
    });
    await waitUntil(async () => (await sizesOfVolumes()).join() === '1Gi', {
      what: 'all volumes to have 1 GiB',
      timeoutMs: grownMs,
      explain: async () => `they have ${await sizesOfVolumes()}`,
    });
    figure('volume full to all volumes grown', formatSeconds(performance.now() - startMs), '360 s');
    await fault.heal();
    await awaitRest(bed, cart, 'the growth of its volumes', grownMs);
    expect(await uids()).toEqual(before);
  });

  test('have room then, and do not grow again within the cooldown', { timeout: 400_000 }, async () => {
    const { status } = await awaitAutoscaler(bed, cart, 'room', ({ storage }) => (storage?.usedPercent ?? 100) < 80, seenMs);
    expect(status.storage).toMatchObject({ size: '1Gi' });
    fault = await fillVolume(bed, await claimOfReplica());
    await awaitAutoscaler(bed, cart, 'the cooldown', ({ storage }) => storage?.message.includes('too recent') === true, seenMs);
    expect((await readRedis(bed, cart)).spec.storage.size).toBe('1Gi');
    expect((await readAutoscaler(bed, cart)).status.storage).toMatchObject({ size: '1Gi' });
    await fault.heal();
  });
});

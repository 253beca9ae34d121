import { resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '../../cluster/src/index.ts';
import { awaitSettled } from '../../src/await-settled.ts';
import { type EarlierVersion, provideEarlierVersion } from '../../src/earlier-version.ts';
import { expectNoneLost } from '../../src/expect-none-lost.ts';
import { formatSeconds } from '../../src/format-table.ts';
import { type Installation, openInstallation } from '../../src/installation.ts';
import { driverKinds } from '../../src/kinds.ts';
import { livesOf } from '../../src/lives-of.ts';
import { awaitWrites, type Load, startLoad } from '../../src/load.ts';
import { clusterName, loadAll, makeClusters } from '../../src/observed-clusters.ts';
import { pickNode } from '../../src/pick-node.ts';
import { listPods } from '../../src/pod.ts';
import { useScenario } from '../../src/scenario.ts';
import { promisedGapMs } from '../../src/under-load.ts';

const { bed, namespace, figure } = useScenario('install-chart');
const cart = { namespace, name: clusterName };
const kinds = [resources.redisClusters, resources.zookeeperClusters, resources.rabbitmqClusters, resources.kafkaClusters];
const stepMs = 400_000;

const uidsOf = (objects: readonly StoredObject[]) => objects.map(({ kind, metadata }) => `${kind} ${metadata.name} ${metadata.uid}`).sort();
const listAll = async (listed: readonly Parameters<typeof bed.kube.list>[0][]) =>
  (await Promise.all(listed.map((kind) => bed.kube.list<StoredObject>(kind, { namespace })))).flatMap(({ items }) => items);

/** What must be the same all the time: the pods without a restart, the custom resources and the volumes. */
async function kept() {
  const pods = await listPods(bed.kube, namespace, 'dataservices.dev/cluster');
  return { lives: livesOf(pods), objects: uidsOf(await listAll([...kinds, resources.persistentVolumeClaims])) };
}

/** Fails unless whoever runs now does what is asked for, of every service: policies are made and taken away without a restart. */
async function expectManaged(mode: 'Enabled' | 'Disabled', by: string): Promise<void> {
  for (const kind of kinds) await bed.kube.mergePatch(kind, cart, { spec: { networkPolicy: { mode } } });
  await awaitSettled(bed.kube, namespace, by);
  const owners = async () => (await listAll([resources.networkPolicies])).map(({ metadata }) => metadata.ownerReferences?.[0]?.kind);
  const wanted = mode === 'Enabled' ? kinds.map(({ kind }) => kind).sort() : [];
  const areAsWanted = async () => [...new Set(await owners())].sort().join() === wanted.join();
  const explain = async () => `policies of ${(await owners()).join(', ') || 'nobody'}`;
  await waitUntil(areAsWanted, { what: `policies ${mode} after ${by}`, timeoutMs: 30_000, intervalMs: 500, explain });
}

let installation: Installation | undefined;
let earlier: EarlierVersion;
let before: Awaited<ReturnType<typeof kept>>;
let load: Load;

/** Changes who operates, and fails where a pod restarts, anything is made anew, or the client of Redis goes without writes. */
async function change(title: string, mode: 'Enabled' | 'Disabled' | undefined, act: (standing: Installation) => Promise<void>) {
  if (installation === undefined) throw new Error('nothing stands that could be changed');
  await load.mark(title);
  await act(installation);
  if (mode !== undefined) await expectManaged(mode, title);
  expect(await kept()).toEqual(before);
  await awaitWrites(bed, cart, load, (await load.state()).acknowledged + 50);
  const { gapMs } = (await load.state()).marks.at(-1) ?? { gapMs: Number.POSITIVE_INFINITY };
  figure(`${title}: Redis without writes`, formatSeconds(gapMs), formatSeconds(promisedGapMs, 0));
  expect(gapMs).toBeLessThanOrEqual(promisedGapMs);
}

/** Of a cluster of somebody, the operators are not taken away, and nodes cannot be given an image. */
describe.runIf(bed.cluster.nodeFaults !== undefined)('an installation', () => {
  beforeAll(async () => {
    earlier = await provideEarlierVersion(bed);
    figure('the earlier version', earlier.commit.slice(0, 12));
    installation = await openInstallation(bed);
    await installation.uninstall();
    await installation.install(earlier);
    await makeClusters(bed, namespace);
    await expectManaged('Enabled', 'the earlier version');
    before = await kept();
    load = await startLoad(bed, { cluster: cart, name: 'through', nodeName: await pickNode(bed, undefined), wait: 1, ratePerSecond: 50 });
    await awaitWrites(bed, cart, load);
  }, 1_200_000);

  afterAll(async () => {
    await installation?.putBack();
    await earlier?.remove();
  }, stepMs);

  test('is upgraded from the earlier version', { timeout: stepMs }, () =>
    change('helm upgrade', 'Disabled', (standing) => standing.upgrade()),
  );

  test('is rolled back', { timeout: stepMs }, () => change('helm rollback', 'Enabled', (standing) => standing.rollback(1)));

  test('is uninstalled: clusters, definitions and volumes stay, and clients of every service are served', { timeout: stepMs }, async () => {
    const definitions = async () =>
      (await bed.kube.list<StoredObject>(driverKinds.customResourceDefinitions)).items.filter(({ metadata }) =>
        metadata.name.endsWith('.dataservices.dev'),
      );
    const defined = uidsOf(await definitions());
    expect(defined).toHaveLength(5);
    await change('helm uninstall', undefined, (standing) => standing.uninstall());
    expect(uidsOf(await definitions())).toEqual(defined);
    expect((await definitions()).filter(({ metadata }) => metadata.deletionTimestamp !== undefined)).toEqual([]);
    for (const client of Object.values(await loadAll(bed, namespace))) {
      await awaitWrites(bed, cart, client, 200);
      expect({ client: client.name, lost: (await client.finish()).lost }).toEqual({ client: client.name, lost: 0 });
      await client.remove();
    }
  });

  test('is installed again, and takes over what it finds', { timeout: stepMs }, () =>
    change('helm install', 'Disabled', (standing) => standing.install()),
  );

  test('is replaced by the manifest for kubectl', { timeout: stepMs }, () =>
    change('charts/install.yaml', 'Enabled', async (standing) => {
      await standing.uninstall();
      await standing.applyManifest();
    }),
  );

  test('has cost the client nothing', async () => {
    figure('acknowledged writes of Redis through all of it', String(await expectNoneLost(load)));
  });
});

import type { ZookeeperCluster } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import { beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '../../cluster/src/index.ts';
import { useScenario } from '../../src/scenario.ts';
import { startZookeeperLoad, type ZookeeperLoad } from '../../src/zookeeper-load.ts';
import { applyZookeeper, awaitZookeeper, awaitZookeeperRest, readZookeeper, zookeeperPods } from '../../src/zookeeper-object.ts';
import { expectNothingLost, gapOf } from '../../src/zookeeper-promises.ts';

const scenario = useScenario('zookeeper-changes');
const { bed, namespace } = scenario;
const cart = { namespace, name: 'cart' };
const ephemeral = { namespace, name: 'ephemeral' };
const storage = { size: '1Gi' };
const identity = 'dataservices.dev/cluster-id';
const secondClaim = { namespace, name: 'data-cart-zookeeper-1' };
/** What an election and a reconnect cost. */
const limitMs = 10_000;

let load: ZookeeperLoad;
let created: ZookeeperCluster;

beforeAll(async () => {
  await Promise.all([applyZookeeper(bed, cart, { storage }), applyZookeeper(bed, ephemeral, { storage: { ephemeral: true } })]);
  created = await awaitZookeeperRest(bed, cart, 'its creation', 120_000);
  await awaitZookeeperRest(bed, ephemeral, 'its creation', 120_000);
  load = await startZookeeperLoad(bed, { cluster: cart, name: 'changes' });
}, 250_000);

async function claimUid(name: string): Promise<string | undefined> {
  return (await bed.kube.get(resources.persistentVolumeClaims, { namespace, name }))?.metadata.uid;
}

async function podUids(): Promise<readonly string[]> {
  return (await zookeeperPods(bed, cart)).map(({ metadata }) => metadata.uid);
}

describe('under load', () => {
  test('a changed setting replaces one member after the other', { timeout: 300_000 }, async () => {
    const before = await podUids();
    const act = async () => {
      await applyZookeeper(bed, cart, { storage, config: { maxClientCnxns: 321 } });
      await awaitZookeeperRest(bed, cart, 'the change', 240_000);
    };
    await gapOf(scenario, { cluster: cart, load, title: 'setting changed', limitMs, act });
    expect((await podUids()).filter((uid) => before.includes(uid))).toEqual([]);
    const shown = await bed.cluster.kubectl(['exec', '--namespace', namespace, 'cart-zookeeper-0', '--', 'bash', '-c', askForSettings]);
    expect(shown).toContain('maxClientCnxns=321');
  });

  test('the leader is replaced with its volume', { timeout: 300_000 }, async () => {
    const { leader = '' } = (await readZookeeper(bed, cart)).status;
    const before = await claimUid(`data-${leader}`);
    const act = async () => {
      const annotations = { 'dataservices.dev/replace-member': `${leader}@first` };
      await bed.kube.mergePatch(resources.zookeeperClusters, cart, { metadata: { annotations } });
      const isHandled = ({ status }: ZookeeperCluster) => status.requests?.at(-1)?.state === 'Handled';
      await awaitZookeeper(bed, cart, isHandled, { what: `${leader} to be replaced`, timeoutMs: 180_000 });
      await awaitZookeeperRest(bed, cart, 'the replacement');
    };
    await gapOf(scenario, { cluster: cart, load, title: 'leader replaced with its volume', limitMs, act });
    expect(await claimUid(`data-${leader}`)).not.toBe(before);
  });
});

const askForSettings = 'exec 3<>/dev/tcp/127.0.0.1/2181 && printf conf >&3 && cat <&3';

async function deleteEnsemble(): Promise<void> {
  await bed.kube.delete(resources.zookeeperClusters, cart, { propagationPolicy: 'Background' });
  await waitUntil(async () => (await zookeeperPods(bed, cart)).length === 0, { what: 'every pod to be gone', timeoutMs: 90_000 });
}

async function giveSecondClaimTo(clusterId: string): Promise<void> {
  await bed.kube.mergePatch(resources.persistentVolumeClaims, secondClaim, { metadata: { annotations: { [identity]: clusterId } } });
}

describe('an ensemble that is deleted, with its volumes kept', () => {
  test('is not taken up again where a volume is of another one: it says so, and starts nobody', { timeout: 300_000 }, async () => {
    await deleteEnsemble();
    await giveSecondClaimTo('somebody-else');
    await applyZookeeper(bed, cart, { storage });
    const isRefused = ({ status }: ZookeeperCluster) =>
      status.conditions?.some(
        ({ type, status: value, reason }) => type === 'Stalled' && value === 'True' && reason === 'ForeignVolumes',
      ) === true;
    const refused = await awaitZookeeper(bed, cart, isRefused, { what: 'the refusal', timeoutMs: 30_000 });
    expect(refused.status.conditions?.find(({ type }) => type === 'Stalled')?.message).toContain(secondClaim.name);
    expect(await zookeeperPods(bed, cart)).toEqual([]);
  });

  test('is taken up when they are its own, with its identity, and clients go on', { timeout: 300_000 }, async () => {
    await giveSecondClaimTo(created.status.clusterId ?? '');
    const { status } = await awaitZookeeperRest(bed, cart, 'its return', 180_000);
    expect(status).toMatchObject({ clusterId: created.status.clusterId, ensemble: { origin: 'Adopted', formed: true } });
    await expectNothingLost(scenario, load, true);
  });
});

test('a member without a volume is lost, and copies from the others', { timeout: 300_000 }, async () => {
  const own = await startZookeeperLoad(bed, { cluster: ephemeral, name: 'ephemeral-load' });
  const { leader = '', clusterId } = (await readZookeeper(bed, ephemeral)).status;
  const act = async () => {
    await bed.kube.delete(resources.pods, { namespace, name: leader }, { gracePeriodSeconds: 0 });
    const isSeen = ({ status }: ZookeeperCluster) => status.members?.find(({ name }) => name === leader)?.ready === false;
    await awaitZookeeper(bed, ephemeral, isSeen, { what: 'the loss to be seen', timeoutMs: 30_000 });
    await awaitZookeeperRest(bed, ephemeral, 'the loss of its leader', 120_000);
  };
  await gapOf(scenario, { cluster: ephemeral, load: own, title: 'leader without a volume lost', limitMs, act });
  await expectNothingLost(scenario, own);
  const { status } = await readZookeeper(bed, ephemeral);
  expect(status).toMatchObject({ clusterId, ensemble: { origin: 'Founded' } });
});

import type { ZookeeperCluster } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '../../cluster/src/index.ts';
import { livesOf } from '../../src/lives-of.ts';
import { useScenario } from '../../src/scenario.ts';
import { startZookeeperLoad, type ZookeeperLoad } from '../../src/zookeeper-load.ts';
import { applyZookeeper, awaitZookeeper, awaitZookeeperRest, readZookeeper, zookeeperPods } from '../../src/zookeeper-object.ts';
import { expectNothingLost, gapOf } from '../../src/zookeeper-promises.ts';

const scenario = useScenario('zookeeper-log-storage');
const { bed, namespace } = scenario;
const cart = { namespace, name: 'cart' };
const logStorage = (size: string) => ({ size, className: 'growable' });
const spec = { storage: { size: '1Gi' }, logStorage: logStorage('400Mi') };
/** What an election and a reconnect cost. */
const limitMs = 10_000;

let load: ZookeeperLoad;
let created: ZookeeperCluster;

type Claim = StoredObject & { readonly status?: { readonly capacity?: { readonly storage?: string } } };

async function claims(): Promise<readonly Claim[]> {
  return (await bed.kube.list<Claim>(resources.persistentVolumeClaims, { namespace })).items;
}

function shell(pod: string, command: string): Promise<string> {
  return bed.cluster.kubectl(['exec', '--namespace', namespace, pod, '--', 'bash', '-c', command]);
}

beforeAll(async () => {
  await applyZookeeper(bed, cart, spec);
  created = await awaitZookeeperRest(bed, cart, 'its creation', 180_000);
  load = await startZookeeperLoad(bed, { cluster: cart, name: 'logs' });
}, 250_000);

test('the log is on a volume of its own, and nothing of it on that of the data', { timeout: 60_000 }, async () => {
  expect(created.status.ensemble).toEqual({ origin: 'Founded', formed: true });
  expect((await claims()).map(({ metadata }) => metadata.name).sort()).toEqual(
    ['data', 'log'].flatMap((part) => [0, 1, 2].map((ordinal) => `${part}-cart-zookeeper-${ordinal}`)),
  );
  expect(await shell('cart-zookeeper-1', 'ls /log/zookeeper/version-2')).toMatch(/^log\./m);
  expect(await shell('cart-zookeeper-1', 'ls /data/zookeeper/version-2')).not.toMatch(/^log\./m);
});

test('admission refuses to take it away, and says what to do', async () => {
  await expect(applyZookeeper(bed, cart, { storage: spec.storage })).rejects.toThrow('logStorage is chosen at creation');
});

describe('under load', () => {
  test('its volumes grow without a restart', { timeout: 240_000 }, async () => {
    const before = livesOf(await zookeeperPods(bed, cart));
    const act = async () => {
      await applyZookeeper(bed, cart, { ...spec, logStorage: logStorage('500Mi') });
      const sizes = async () => (await claims()).map(({ metadata, status }) => `${metadata.name} ${status?.capacity?.storage}`).sort();
      const isGrown = async () => (await sizes()).filter((text) => /^log-\S+ 500Mi$/.test(text)).length === 3;
      await waitUntil(isGrown, { what: 'the volumes to grow', timeoutMs: 120_000, explain: async () => (await sizes()).join(', ') });
      await awaitZookeeperRest(bed, cart, 'their growth', 120_000);
    };
    await gapOf(scenario, { cluster: cart, load, title: 'volumes of logs grow', limitMs: 5_000, act });
    expect(livesOf(await zookeeperPods(bed, cart))).toEqual(before);
  });

  test('one that is lost costs its member the vote until it has copied anew', { timeout: 240_000 }, async () => {
    const { leader = '' } = (await readZookeeper(bed, cart)).status;
    const act = async () => {
      await bed.kube.delete(resources.persistentVolumeClaims, { namespace, name: `log-${leader}` });
      await bed.kube.delete(resources.pods, { namespace, name: leader }, { gracePeriodSeconds: 0 });
      const isSeen = ({ status }: ZookeeperCluster) => status.members?.find(({ name }) => name === leader)?.ready === false;
      await awaitZookeeper(bed, cart, isSeen, { what: 'the loss to be seen', timeoutMs: 60_000 });
      await awaitZookeeperRest(bed, cart, 'the loss of a log', 180_000);
    };
    await gapOf(scenario, { cluster: cart, load, title: "leader's log lost", limitMs, act });
    expect(await shell(leader, 'ls -d /data/set-aside-half-*/zookeeper')).toContain('/zookeeper');
  });

  test('a member is replaced with both', { timeout: 300_000 }, async () => {
    const uids = async () => new Map((await claims()).map(({ metadata }) => [metadata.name, metadata.uid]));
    const before = await uids();
    const act = async () => {
      const annotations = { 'dataservices.dev/replace-member': 'cart-zookeeper-1@first' };
      await bed.kube.mergePatch(resources.zookeeperClusters, cart, { metadata: { annotations } });
      const isHandled = ({ status }: ZookeeperCluster) => status.requests?.at(-1)?.state === 'Handled';
      await awaitZookeeper(bed, cart, isHandled, { what: 'the replacement', timeoutMs: 180_000 });
      await awaitZookeeperRest(bed, cart, 'the replacement', 120_000);
    };
    await gapOf(scenario, { cluster: cart, load, title: 'member replaced with both volumes', limitMs, act });
    const changed = [...(await uids())].filter(([name, uid]) => before.get(name) !== uid).map(([name]) => name);
    expect(changed.sort()).toEqual(['data-cart-zookeeper-1', 'log-cart-zookeeper-1']);
  });

  test('members join and leave, and who returns sets both aside', { timeout: 600_000 }, async () => {
    const act = async () => {
      for (const replicas of [5, 3, 5]) {
        await applyZookeeper(bed, cart, { ...spec, replicas, logStorage: logStorage('500Mi') });
        await awaitZookeeperRest(bed, cart, `the change to ${replicas}`, 180_000);
      }
    };
    await gapOf(scenario, { cluster: cart, load, title: '3 to 5 to 3 to 5 with volumes of logs', limitMs, act });
    expect(await shell('cart-zookeeper-4', 'ls -d /log/set-aside-*/zookeeper /data/set-aside-*/zookeeper')).toMatch(
      /\/data\/set-aside-(.+)\/zookeeper\s+\/log\/set-aside-\1\/zookeeper/,
    );
  });
});

describe('an ensemble that is deleted, with its volumes kept', () => {
  const refused = (text: string) => {
    const isRefused = ({ status }: ZookeeperCluster) =>
      status.conditions?.some(
        ({ type, reason, message }) => type === 'Stalled' && reason === 'OtherLogVolumes' && message.includes(text),
      ) === true;
    return awaitZookeeper(bed, cart, isRefused, { what: 'the refusal', timeoutMs: 60_000 });
  };

  async function remove(): Promise<void> {
    await bed.kube.delete(resources.zookeeperClusters, cart, { propagationPolicy: 'Background' });
    await waitUntil(async () => (await zookeeperPods(bed, cart)).length === 0, { what: 'every pod to be gone', timeoutMs: 90_000 });
  }

  test('is not taken up without its logs', { timeout: 240_000 }, async () => {
    await remove();
    await applyZookeeper(bed, cart, { replicas: 5, storage: spec.storage });
    await refused('again with spec.logStorage');
    expect(await zookeeperPods(bed, cart)).toEqual([]);
    await remove();
  });

  test('is taken up with them, and has all that was acknowledged', { timeout: 300_000 }, async () => {
    await applyZookeeper(bed, cart, { ...spec, replicas: 5, logStorage: logStorage('500Mi') });
    const { status } = await awaitZookeeperRest(bed, cart, 'its return', 200_000);
    expect(status).toMatchObject({ clusterId: created.status.clusterId, ensemble: { origin: 'Adopted', formed: true } });
    await expectNothingLost(scenario, load, true);
  });
});

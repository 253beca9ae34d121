import { resources } from '@dataservices/kube';
import { beforeAll, describe, expect, test } from 'vitest';
import { useScenario } from '../../src/scenario.ts';
import { startZookeeperLoad, type ZookeeperLoad } from '../../src/zookeeper-load.ts';
import { applyZookeeper, awaitZookeeper, awaitZookeeperRest, readZookeeper } from '../../src/zookeeper-object.ts';
import { expectNothingLost, gapOf } from '../../src/zookeeper-promises.ts';

const scenario = useScenario('zookeeper-lost-volumes');
const { bed, namespace } = scenario;
const cart = { namespace, name: 'cart' };
/** What an election and a reconnect cost. */
const limitMs = 10_000;

let load: ZookeeperLoad;
let identity: object;

beforeAll(async () => {
  await applyZookeeper(bed, cart, { storage: { size: '1Gi' } });
  const { clusterId, ensemble } = (await awaitZookeeperRest(bed, cart, 'its creation', 120_000)).status;
  identity = { clusterId, ensemble };
  load = await startZookeeperLoad(bed, { cluster: cart, name: 'volumes' });
}, 200_000);

/** The volume and the pod are gone at once, and the member is reborn empty under its old name. */
async function wipe(name: string): Promise<void> {
  const claim = { namespace, name: `data-${name}` };
  const before = (await bed.kube.get(resources.persistentVolumeClaims, claim))?.metadata.uid;
  await bed.kube.delete(resources.persistentVolumeClaims, claim);
  await bed.kube.delete(resources.pods, { namespace, name }, { gracePeriodSeconds: 0 });
  const isLost = ({ status }: Awaited<ReturnType<typeof readZookeeper>>) =>
    status.members?.find((member) => member.name === name)?.ready === false;
  await awaitZookeeper(bed, cart, isLost, { what: 'the loss to be seen', timeoutMs: 30_000 });
  const { status } = await awaitZookeeperRest(bed, cart, `the loss of the volume of ${name}`, 120_000);
  expect(status).toMatchObject(identity);
  expect((await bed.kube.get(resources.persistentVolumeClaims, claim))?.metadata.uid).not.toBe(before);
}

async function follower(): Promise<string> {
  const { members = [] } = (await readZookeeper(bed, cart)).status;
  return members.find(({ role, name }) => role === 'follower' && !name.endsWith('-0'))?.name ?? '';
}

describe('a member loses its volume under load, copies from the others, and nobody founds anything', () => {
  test('the first one, which has founded the ensemble', { timeout: 240_000 }, async () => {
    await gapOf(scenario, { cluster: cart, load, title: "first member's volume lost", limitMs, act: () => wipe('cart-zookeeper-0') });
  });

  test('one that follows', { timeout: 240_000 }, async () => {
    await gapOf(scenario, { cluster: cart, load, title: "follower's volume lost", limitMs, act: async () => wipe(await follower()) });
  });

  test('the one that leads', { timeout: 240_000 }, async () => {
    const act = async () => wipe((await readZookeeper(bed, cart)).status.leader ?? '');
    await gapOf(scenario, { cluster: cart, load, title: "leader's volume lost", limitMs, act });
  });

  test('nothing is lost', { timeout: 120_000 }, () => expectNothingLost(scenario, load));
});

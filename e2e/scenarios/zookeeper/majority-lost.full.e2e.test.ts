import { resources } from '@dataservices/kube';
import { expect, test } from 'vitest';
import { useScenario } from '../../src/scenario.ts';
import { startZookeeperLoad, type ZookeeperLoad } from '../../src/zookeeper-load.ts';
import { applyZookeeper, awaitZookeeper, awaitZookeeperRest, zookeeperPods } from '../../src/zookeeper-object.ts';

const { bed, namespace } = useScenario('zookeeper-majority-lost');
const cart = { namespace, name: 'cart' };
const survivor = 'cart-zookeeper-2';

let load: ZookeeperLoad;

async function loseWithVolume(ordinal: number): Promise<void> {
  await bed.kube.delete(resources.persistentVolumeClaims, { namespace, name: `data-cart-zookeeper-${ordinal}` });
  await bed.kube.delete(resources.pods, { namespace, name: `cart-zookeeper-${ordinal}` }, { gracePeriodSeconds: 0 });
}

test('clients write to a new ensemble', async () => {
  await applyZookeeper(bed, cart, { storage: { size: '1Gi' } });
  await awaitZookeeperRest(bed, cart, 'its creation', 150_000);
  load = await startZookeeperLoad(bed, { cluster: cart, name: 'kept' });
}, 200_000);

test('two of three are lost with their volumes: nobody leads, and nobody founds anything', async () => {
  await loseWithVolume(0);
  await loseWithVolume(1);
  await awaitZookeeper(
    bed,
    cart,
    ({ status }) => status.conditions?.some(({ type, reason }) => type === 'Available' && reason === 'NoQuorum') === true,
    { what: 'the loss to be seen', timeoutMs: 60_000 },
  );
}, 120_000);

// As docs/zookeeper.md has it.
test('the one that has the data is made the only member, by hand, and the others copy from it', async () => {
  const alone =
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is for the shell of the container.
    'rm /data/conf/zoo.cfg.dynamic.*; echo "server.$((${POD_NAME##*-} + 1))=$POD_NAME.$HEADLESS_DOMAIN:2888:3888:participant;${CLIENT_ADDRESS:-0.0.0.0:2181}" > /data/conf/zoo.cfg.dynamic.0';
  await bed.cluster.kubectl(['exec', '--namespace', namespace, survivor, '--', 'bash', '-c', alone]);
  await bed.cluster.kubectl(['delete', 'pod', '--namespace', namespace, survivor]);
  const { status } = await awaitZookeeperRest(bed, cart, 'the loss of most volumes', 180_000);
  expect(status.members?.map(({ role }) => role).sort()).toEqual(['follower', 'follower', 'leader']);
  expect(status.ensemble).toEqual({ origin: 'Founded', formed: true });
  expect(await zookeeperPods(bed, cart)).toHaveLength(3);
}, 240_000);

test('all that was acknowledged is there', async () => {
  const { lost, acknowledged, verifyError } = await load.finish();
  expect(acknowledged).toBeGreaterThan(0);
  expect({ lost, verifyError }).toEqual({ lost: 0, verifyError: undefined });
}, 120_000);

import { resources } from '@dataservices/kube';
import { expect, test } from 'vitest';
import { waitUntil } from '../../cluster/src/index.ts';
import { readSecret } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';
import { finishZookeeperLoad, startZookeeperLoad } from '../../src/zookeeper-load.ts';
import { applyZookeeper, awaitZookeeper, awaitZookeeperRest, isZookeeperAtRest, zookeeperPods } from '../../src/zookeeper-object.ts';
import { underZookeeperLoad } from '../../src/zookeeper-under-load.ts';

const { bed, namespace, figure } = useScenario('zookeeper-users');
const cart = { namespace, name: 'cart' };
const spec = { replicas: 3, storage: { size: '1Gi' } };
const shop = { user: 'shop', chroot: '/shop' };
const graceSeconds = 15;

const withUsers = (users: readonly object[]) =>
  applyZookeeper(bed, cart, { ...spec, users, auth: { previousPasswordSeconds: graceSeconds } });
const bindingOf = (user: string) => readSecret(bed, { namespace, name: `cart-zookeeper-user-${user}` });

async function lives(): Promise<readonly string[]> {
  return (await zookeeperPods(bed, cart)).map(({ metadata }) => metadata.uid).sort();
}

test('a new user has a node and a binding', async () => {
  await withUsers([{ name: 'shop' }]);
  const { status } = await awaitZookeeperRest(bed, cart, 'its creation', 120_000);
  expect(status.users).toEqual([{ name: 'shop', chroot: '/shop' }]);
  expect(await bindingOf('shop')).toMatchObject({
    username: 'shop',
    chroot: '/shop',
    'connection-string': expect.stringMatching(/:2181\/shop$/),
  });
}, 150_000);

test('its password is changed under load: nobody is refused, and then the old one is', async () => {
  const [before, lived] = [await bindingOf('shop'), await lives()];
  const load = await startZookeeperLoad(bed, { cluster: cart, name: 'rotated', as: shop });
  const gapMs = await underZookeeperLoad(bed, { cluster: cart, load, name: 'rotation' }, async () => {
    await bed.kube.mergePatch(resources.secrets, { namespace, name: 'cart-zookeeper-auth-shop' }, { stringData: { password: 'changed' } });
    await waitUntil(async () => (await bindingOf('shop'))?.password === 'changed', { what: 'the binding to show it', timeoutMs: 90_000 });
  });
  expect(gapMs).toBeLessThan(1_000);
  // It reads back all that it has written, in the session in which it was refused nothing.
  const { lost, errors, verifyError, verdict } = await finishZookeeperLoad(load);
  figure('password changed: acknowledged writes that the client could not read', `${lost}`, '0');
  expect({ lost, errors, verifyError }).toEqual({ lost: 0, errors: {}, verifyError: undefined });
  expect(verdict).toMatchObject({ result: 'linearizable' });
  const next = await startZookeeperLoad(bed, { cluster: cart, name: 'after', as: shop });
  await awaitZookeeper(bed, cart, isZookeeperAtRest, { what: 'the end of the grace', timeoutMs: 120_000 });
  await waitUntil(async () => !(await canRead(before?.password ?? '', '/shop/rotated')), {
    what: 'the old password to be refused',
    timeoutMs: (graceSeconds + 60) * 1000,
  });
  expect(await canRead('changed', '/shop/rotated')).toBe(true);
  expect(await finishZookeeperLoad(next)).toMatchObject({ lost: 0, errors: {} });
  expect(await lives()).toEqual(lived);
}, 300_000);

test('another user and nobody in particular are let in nowhere', async () => {
  await withUsers([{ name: 'shop' }, { name: 'reports', chroot: '/reports' }]);
  await waitUntil(() => bindingOf('reports'), { what: 'the binding of another user', timeoutMs: 60_000 });
  const { password = '' } = (await bindingOf('reports')) ?? {};
  expect(await canRead(password, '/shop/after', 'reports')).toBe(false);
  expect(await canRead('', '/shop/after', 'nobody')).toBe(false);
  expect(await canRead('changed', '/shop/after')).toBe(true);
}, 120_000);

test('a user that is taken away is let in no more, its Secrets go, and it finds its nodes on coming back', async () => {
  await withUsers([{ name: 'reports', chroot: '/reports' }]);
  await awaitZookeeper(bed, cart, ({ status }) => status.users?.length === 1, { what: 'the user to be gone', timeoutMs: 60_000 });
  expect(await canRead('changed', '/shop/after')).toBe(false);
  expect(await bed.kube.get(resources.secrets, { namespace, name: 'cart-zookeeper-auth-shop' })).toBeUndefined();
  expect(await bindingOf('shop')).toBeUndefined();
  await withUsers([{ name: 'shop' }]);
  const { password = '' } = await waitUntil(() => bindingOf('shop'), { what: 'the binding of the user', timeoutMs: 60_000 });
  expect(password).not.toBe('changed');
  expect(await canRead(password, '/shop/after')).toBe(true);
}, 200_000);

/** Whether whoever logs in so reads the data of a node: ZooKeeper's own client asks, in the pod of a member. */
async function canRead(password: string, path: string, user = 'shop'): Promise<boolean> {
  const script = `printf 'addauth digest %s:%s\\nget -s %s\\nquit\\n' '${user}' '${password}' '${path}' | java -Xmx64m -cp "$(echo /apache-zookeeper-*-bin/lib)/*" org.apache.zookeeper.ZooKeeperMain -server localhost:2181 2>&1 || true`;
  const output = await bed.cluster.kubectl(['exec', '--namespace', namespace, 'cart-zookeeper-0', '--', 'bash', '-c', script]);
  const [isRefused, isTold] = [output.includes('Insufficient permission'), output.includes('cZxid')];
  if (isRefused === isTold) throw new Error(output);
  return isTold;
}

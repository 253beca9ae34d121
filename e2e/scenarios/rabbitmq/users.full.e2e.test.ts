import { resources } from '@dataservices/kube';
import { expect, test } from 'vitest';
import { waitUntil } from '../../cluster/src/index.ts';
import { formatSeconds } from '../../src/format-table.ts';
import { livesOf } from '../../src/lives-of.ts';
import { askRabbitmq, asOperator } from '../../src/rabbitmq-api.ts';
import { startRabbitmqLoad } from '../../src/rabbitmq-load.ts';
import { applyRabbitmq, awaitRabbitmq, awaitRabbitmqRest, rabbitmqPods } from '../../src/rabbitmq-object.ts';
import { rabbitmqGap } from '../../src/rabbitmq-under-load.ts';
import { readSecret } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';

const scenario = useScenario('rabbitmq-users');
const { bed, namespace, figure } = scenario;
const cart = { namespace, name: 'cart' };
const spec = { replicas: 3, storage: { size: '1Gi' } };
const shop = { name: 'shop', permissions: [{ vhost: 'orders' }], tags: ['management'] };

const bindingOf = (user: string) => readSecret(bed, { namespace, name: `cart-rabbitmq-${user === 'app' ? 'binding' : `user-${user}`}` });
/** What RabbitMQ answers whoever asks who they are. */
const whoAmI = async (user: string, password: string) => (await askRabbitmq(bed, cart, { path: 'whoami', as: { user, password } })).status;

test('a new user has a virtual host and a binding, and publishes with it', async () => {
  await applyRabbitmq(bed, cart, { ...spec, users: [shop] });
  const { status } = await awaitRabbitmqRest(bed, cart, 'its creation', 240_000);
  expect(status.users).toEqual([{ name: 'shop' }]);
  expect(await bindingOf('shop')).toMatchObject({ username: 'shop', 'virtual-host': 'orders' });
}, 300_000);

test.for([
  ['shop', 'cart-rabbitmq-auth-shop'],
  ['app', 'cart-rabbitmq-auth'],
] as const)(
  'the password of %s is changed under load: no connection notices, and whoever connects with the old one is refused',
  { timeout: 300_000 },
  async ([user, secret]) => {
    const [before, lives] = [await bindingOf(user), livesOf(await rabbitmqPods(bed, cart))];
    const load = await startRabbitmqLoad(bed, { cluster: cart, name: `rotated-${user}`, ...(user !== 'app' && { as: user }) });
    const startMs = performance.now();
    const act = async () => {
      await bed.kube.mergePatch(resources.secrets, { namespace, name: secret }, { stringData: { password: 'changed' } });
      await waitUntil(async () => (await bindingOf(user))?.password === 'changed', { what: 'the binding to show it', timeoutMs: 90_000 });
      figure(`password of ${user} changed, until the binding shows it`, formatSeconds(performance.now() - startMs), '90 s');
    };
    await rabbitmqGap(scenario, { cluster: cart, load, title: `password of ${user} changed`, limitMs: 1_000, act });
    expect([await whoAmI(user, before?.password ?? ''), await whoAmI(user, 'changed')]).toEqual([401, 200]);
    const { lost, errors } = await load.finish();
    figure(`password of ${user} changed: failed`, JSON.stringify(errors), '{}');
    expect({ lost, errors }).toEqual({ lost: 0, errors: {} });
    expect(livesOf(await rabbitmqPods(bed, cart))).toEqual(lives);
  },
);

test('what is changed by hand is taken back', async () => {
  const as = await asOperator(bed, cart);
  await askRabbitmq(bed, cart, { method: 'DELETE', path: 'vhosts/orders', as });
  await askRabbitmq(bed, cart, { method: 'PUT', path: 'users/shop', body: { password: 'mine', tags: 'administrator' }, as });
  const startMs = performance.now();
  await waitUntil(async () => (await whoAmI('shop', 'changed')) === 200, { what: 'its password', timeoutMs: 120_000 });
  const permissions = async () => (await askRabbitmq(bed, cart, { path: 'users/shop/permissions', as })).text;
  await waitUntil(async () => (await permissions()).includes('"vhost":"orders"'), { what: 'its permissions', timeoutMs: 120_000 });
  figure('changed by hand, until taken back', formatSeconds(performance.now() - startMs), '120 s');
}, 300_000);

test('a pattern that is no regular expression is said, and keeps nobody else from anything', async () => {
  const broken = { name: 'broken', permissions: [{ vhost: 'orders', configure: '(' }] };
  await applyRabbitmq(bed, cart, { ...spec, users: [shop, broken, { name: 'reports', permissions: [{ vhost: 'orders', write: '' }] }] });
  const refused = await awaitRabbitmq(
    bed,
    cart,
    ({ status }) => status.conditions?.some(({ type, reason }) => type === 'Stalled' && reason === 'RefusedUser') === true,
    { what: 'the refusal', timeoutMs: 60_000 },
  );
  expect(refused.status.conditions?.find(({ type }) => type === 'Stalled')?.message).toContain('broken');
  await waitUntil(() => bindingOf('reports'), { what: 'the binding of another user', timeoutMs: 60_000 });
}, 180_000);

test('a user that is taken away is let in no more, and its Secrets go', async () => {
  await applyRabbitmq(bed, cart, { ...spec, users: [] });
  await awaitRabbitmq(bed, cart, ({ status }) => status.users === undefined, { what: 'the users to be gone', timeoutMs: 60_000 });
  expect(await whoAmI('shop', 'changed')).toBe(401);
  expect(await bindingOf('shop')).toBeUndefined();
  expect(await bed.kube.get(resources.secrets, { namespace, name: 'cart-rabbitmq-auth-shop' })).toBeUndefined();
  await awaitRabbitmqRest(bed, cart, 'the end of its users');
}, 180_000);

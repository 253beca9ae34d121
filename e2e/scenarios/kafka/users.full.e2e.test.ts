import { resources } from '@dataservices/kube';
import { expect, test } from 'vitest';
import { waitUntil } from '../../cluster/src/index.ts';
import { formatSeconds } from '../../src/format-table.ts';
import { startKafkaLoad } from '../../src/kafka-load.ts';
import { asKafkaUser, canLogIn, type KafkaTool } from '../../src/kafka-login.ts';
import { applyKafka, awaitKafka, awaitKafkaRest, kafkaPods } from '../../src/kafka-object.ts';
import { expectNoneLost, underKafkaLoad } from '../../src/kafka-under-load.ts';
import { livesOf } from '../../src/lives-of.ts';
import { readSecret } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';

const scenario = useScenario('kafka-users');
const { bed, namespace, figure } = scenario;
const cart = { namespace, name: 'cart' };
const own = (resource: string, ...operations: readonly string[]) => ({ resource, name: 'shop-', pattern: 'Prefix', operations });
const shop = { name: 'shop', permissions: [own('Topic', 'All'), own('Group', 'Read')], quotas: { producerBytesPerSecond: 104_857_600 } };
const reports = { name: 'reports', permissions: [own('Topic', 'Read'), { resource: 'Group', name: 'reports', operations: ['Read'] }] };
const admin = { name: 'admin' };
const spec = {
  replicas: 3,
  storage: { size: '1Gi' },
  controllers: { storage: { size: '1Gi' } },
  tls: { mode: 'Enabled' },
  listeners: [
    { name: 'clients', port: 9092, authentication: { type: 'ScramSha512' } },
    { name: 'robots', port: 9095, authentication: { type: 'Tls' } },
  ],
  authorization: { type: 'Simple', superUsers: ['admin'] },
};
/** Nobody who is connected has to notice that a password is changed; a machine that is busy with other things is late with everything. */
const quietGapMs = 5_000;
const [acls, configs] = ['org.apache.kafka.tools.AclCommand', 'kafka.admin.ConfigCommand'];

const bindingOf = (user: string) => readSecret(bed, { namespace, name: `cart-kafka-user-${user}` });

async function loginOf(user: string) {
  const binding = await waitUntil(() => bindingOf(user), { what: `the binding of ${user}`, timeoutMs: 60_000 });
  return { user, password: binding.password ?? '' };
}

const as = async (user: string, tool: KafkaTool) => asKafkaUser(bed, cart, await loginOf(user), tool);
const produce = (topic: string): KafkaTool => ({
  tool: 'org.apache.kafka.tools.ConsoleProducer',
  args: ['--topic', topic],
  input: 'one line\\n',
});
const consume = (topic: string, group: string): KafkaTool => ({
  tool: 'org.apache.kafka.tools.consumer.ConsoleConsumer',
  args: ['--topic', topic, '--group', group, '--from-beginning', '--max-messages', '1', '--timeout-ms', '20000'],
});

test('a new cluster has its users, each with a binding', async () => {
  const startMs = performance.now();
  await applyKafka(bed, cart, { ...spec, users: [shop, reports, admin] });
  const { status } = await awaitKafkaRest(bed, cart, 'its creation', 400_000);
  figure('apply to Ready and Settled, with users', formatSeconds(performance.now() - startMs), '240 s');
  expect(status.users).toEqual([{ name: 'admin' }, { name: 'reports' }, { name: 'shop' }]);
  expect(await bindingOf('shop')).toMatchObject({
    username: 'shop',
    'security-protocol': 'SASL_SSL',
    'sasl-mechanism': 'SCRAM-SHA-512',
    'ca.crt': expect.stringContaining('BEGIN CERTIFICATE'),
  });
}, 460_000);

test('its password is changed under load: no connection notices, and whoever connects with the old one is refused', async () => {
  const [before, lives] = [await loginOf('shop'), livesOf(await kafkaPods(bed, cart))];
  const load = await startKafkaLoad(bed, { cluster: cart, name: 'shop-records', as: 'shop' });
  const rotate = async (password: string) => {
    await bed.kube.mergePatch(resources.secrets, { namespace, name: 'cart-kafka-auth-shop' }, { stringData: { password } });
    await waitUntil(async () => (await loginOf('shop')).password === password, { what: 'the binding to show it', timeoutMs: 120_000 });
  };
  const act = async () => {
    const startMs = performance.now();
    await rotate('changed');
    figure('password changed, until the binding shows it', formatSeconds(performance.now() - startMs), '120 s');
    expect([await canLogIn(bed, cart, before), await canLogIn(bed, cart, await loginOf('shop'))]).toEqual([false, true]);
    // The client connects once more when it reads back what it wrote, with the password that it began with.
    await rotate(before.password);
  };
  await underKafkaLoad(scenario, { cluster: cart, load, title: 'password changed', limitMs: quietGapMs, act });
  expect((await load.state()).errors).toEqual({});
  await expectNoneLost(scenario, load);
  expect(livesOf(await kafkaPods(bed, cart))).toEqual(lives);
}, 600_000);

test('a user does what it may do, and is refused what it may not', async () => {
  expect((await as('reports', consume('shop-records', 'reports'))).text).toContain('Processed a total of 1 messages');
  // Without a topic that it may write to, a user is not even given the number of an idempotent producer: the cluster refuses it.
  expect((await as('reports', produce('shop-records'))).text).toContain('AuthorizationException');
  expect((await as('reports', consume('shop-records', 'shop-of-others'))).text).toContain('GroupAuthorizationException');
  expect((await as('shop', produce('others'))).text).toContain('TopicAuthorizationException');
  const create: KafkaTool = { tool: 'org.apache.kafka.tools.TopicCommand', args: ['--create', '--topic', 'others', '--partitions', '1'] };
  expect(await as('shop', create)).toMatchObject({ code: 1, text: expect.stringContaining('AuthorizationException') });
  const grant: KafkaTool = { tool: acls, args: ['--add', '--allow-principal', 'User:shop', '--operation', 'All', '--topic', 'others'] };
  expect((await as('shop', grant)).text).toContain('ClusterAuthorizationException');
}, 400_000);

test('by the certificate in its Secret it is the same user, and nobody is let in without one', async () => {
  const { 'user.pem': pem = '', 'robots.bootstrap-servers': servers = '' } = (await bindingOf('shop')) ?? {};
  expect(servers).toContain(':9095');
  const proof = { user: 'shop', pem, port: 9095 };
  expect(await asKafkaUser(bed, cart, proof, produce('shop-robots'))).toMatchObject({
    code: 0,
    text: expect.not.stringContaining('Exception'),
  });
  expect((await asKafkaUser(bed, cart, proof, produce('others'))).text).toContain('TopicAuthorizationException');
  const list: KafkaTool = { tool: 'org.apache.kafka.tools.TopicCommand', args: ['--list'] };
  expect((await asKafkaUser(bed, cart, { ...proof, pem: '' }, list)).code).not.toBe(0);
}, 300_000);

test('what is changed by hand is taken back, and what others have is left alone', async () => {
  const set = (...args: readonly string[]) => as('admin', { tool: configs, args });
  const permit = (principal: string) =>
    as('admin', { tool: acls, args: ['--add', '--allow-principal', principal, '--operation', 'Write', '--topic', 'shop-records'] });
  expect(await permit('User:reports')).toMatchObject({ code: 0 });
  expect(await permit('User:guest')).toMatchObject({ code: 0 });
  const byHand = ['--alter', '--entity-type', 'users', '--entity-name', 'shop', '--add-config', 'SCRAM-SHA-512=[password=mine]'];
  expect(await set(...byHand)).toMatchObject({ code: 0 });
  const startMs = performance.now();
  const login = await loginOf('shop');
  await waitUntil(() => canLogIn(bed, cart, login), { what: 'its password', timeoutMs: 120_000 });
  const list = async () => (await as('admin', { tool: acls, args: ['--list'] })).text;
  await waitUntil(async () => !/User:reports[^\n]*WRITE/.test(await list()), { what: 'its permissions', timeoutMs: 120_000 });
  figure('changed by hand, until taken back', formatSeconds(performance.now() - startMs), '120 s');
  expect(await list()).toMatch(/User:guest[^\n]*WRITE/);
}, 500_000);

test('a user that is taken away is locked out, whatever it is connected to, and its Secrets go', async () => {
  const [login, load] = [await loginOf('shop'), await startKafkaLoad(bed, { cluster: cart, name: 'shop-last', as: 'shop' })];
  const startMs = performance.now();
  await applyKafka(bed, cart, { ...spec, users: [reports, admin] });
  await awaitKafka(bed, cart, ({ status }) => status.users?.some(({ name }) => name === 'shop') === false, {
    what: 'the user to be gone',
    timeoutMs: 120_000,
  });
  const isRefused = async () => Object.keys((await load.state()).errors).length > 0;
  await waitUntil(isRefused, { what: 'its open connections to be refused', timeoutMs: 60_000 });
  figure('user removed, until its open connections are refused', formatSeconds(performance.now() - startMs), '120 s');
  expect(await canLogIn(bed, cart, login)).toBe(false);
  expect(await bindingOf('shop')).toBeUndefined();
  expect(await bed.kube.get(resources.secrets, { namespace, name: 'cart-kafka-auth-shop' })).toBeUndefined();
  await load.remove();
  await awaitKafkaRest(bed, cart, 'the end of a user');
}, 400_000);

import { X509Certificate } from 'node:crypto';
import { resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { waitFor } from '@dataservices/testing';
import { expect, test } from 'vitest';
import { conditionOf, isSettled, patience, useOperatorBed } from '../test/operator-bed.ts';

const { admin, namespace, world, applyCart, read, awaitObject, awaitCart, serveCart, expectNoWrites, touch } = useOperatorBed();

test('a user has its Secrets when Kafka knows it, follows its Secret, and goes with all that was made for it', async () => {
  const listeners = [{ name: 'clients', port: 9092, authentication: { type: 'ScramSha512' } }];
  await serveCart({ listeners, users: [{ name: 'shop' }] });
  const binding = () => read<StoredObject & { readonly data: Readonly<Record<string, string>> }>(resources.secrets, 'cart-kafka-user-shop');
  const { data } = await waitFor('the binding', binding, patience);
  expect(data).toMatchObject({ username: btoa('shop'), password: expect.stringMatching(/^.{64}$/) });
  const iterations = () =>
    world()
      .access?.users.find(({ user }) => user === 'shop')
      ?.credentials.map((one) => one.iterations);
  const before = iterations();
  await awaitCart('rest', (cart) => isSettled(cart) && cart.status.users?.[0]?.name === 'shop');
  await expectNoWrites();
  await admin().mergePatch(
    resources.secrets,
    { namespace: namespace(), name: 'cart-kafka-auth-shop' },
    { stringData: { password: 'changed' } },
  );
  await touch();
  await waitFor('the binding to show it', async () => (await binding())?.data.password === btoa('changed'), patience);
  expect(iterations()).not.toEqual(before);
  await applyCart({ replicas: 1, controllers: { replicas: 1 }, listeners });
  await awaitCart('the user to be gone', (cart) => isSettled(cart) && cart.status.users === undefined);
  expect([world().access?.users, await binding(), await read(resources.secrets, 'cart-kafka-auth-shop')]).toEqual([
    [],
    undefined,
    undefined,
  ]);
});

test('a user that Kafka refuses is told of, and nothing else waits for it', async () => {
  const listeners = [{ name: 'clients', port: 9092, authentication: { type: 'ScramSha512' } }];
  world().refusedUsers = ['shop'];
  const spec = { listeners, users: [{ name: 'shop' }, { name: 'reports' }] };
  await serveCart(spec);
  const cart = await awaitCart('the refusal', (one) => conditionOf(one, 'Stalled')?.reason === 'RefusedUser');
  expect(conditionOf(cart, 'Stalled')?.message).toContain('Kafka refuses shop: the credentials of shop');
  await applyCart({ replicas: 1, controllers: { replicas: 1 }, ...spec, config: { 'log.retention.ms': 5000 } });
  await waitFor('a later rule', async () => world().kafka.clusterConfigs['log.retention.ms'] === '5000', patience);
  expect(world().access?.users.map(({ user }) => user)).toEqual(['reports']);
});

test('with TLS no pod is made before there is a certificate, and clients are shown its authority', async () => {
  await applyCart({ tls: { mode: 'Enabled' } });
  const set = await awaitObject(resources.statefulSets, 'cart-kafka');
  type Secret = StoredObject & { readonly data: Readonly<Record<string, string>> };
  const mounted = await read<Secret>(resources.secrets, 'cart-kafka-certificates');
  const authority = await read<Secret>(resources.secrets, 'cart-kafka-ca');
  expect(Object.keys(mounted?.data ?? {})).toEqual(expect.arrayContaining(['ca.crt', 'current']));
  expect(authority?.data).toHaveProperty(['current.key']);
  // The key that signs stays with the operator.
  expect(JSON.stringify(set)).not.toContain('cart-kafka-ca"');
  const { data } = await awaitObject<Secret>(resources.secrets, 'cart-kafka-binding');
  expect(data['ca.crt']).toBe(mounted?.data['ca.crt']);
});

test('a user has a certificate in its Secret where a listener asks for one, and the same for as long as it is good', async () => {
  const listeners = [{ name: 'robots', port: 9095, authentication: { type: 'Tls' } }];
  await serveCart({ tls: { mode: 'Enabled' }, listeners, users: [{ name: 'shop' }] });
  type Secret = StoredObject & { readonly data: Readonly<Record<string, string>> };
  const shown = async () => (await read<Secret>(resources.secrets, 'cart-kafka-user-shop'))?.data['user.crt'];
  const pem = await waitFor('the certificate', shown, patience);
  const authority = await read<Secret>(resources.secrets, 'cart-kafka-ca');
  const certificate = new X509Certificate(atob(pem));
  expect(certificate.subject).toBe('CN=shop');
  expect(certificate.verify(new X509Certificate(atob(authority?.data['current.crt'] ?? '')).publicKey)).toBe(true);
  await touch();
  await awaitCart('the user to be recorded', (cart) => cart.status.users?.[0]?.name === 'shop');
  await admin().mergePatch(resources.secrets, { namespace: namespace(), name: 'cart-kafka-user-shop' }, { data: { 'user.key': null } });
  await touch();
  await waitFor('another one', async () => ![pem, undefined].includes(await shown()), patience);
});

test('a listener for the outside has a Service for each broker, and they go with it', async () => {
  const clients = { name: 'clients', port: 9092 };
  await applyCart({ listeners: [clients, { name: 'outside', port: 9094, type: 'NodePort' }] });
  for (const name of ['cart-kafka-outside', 'cart-kafka-outside-0', 'cart-kafka-outside-2'])
    expect(await awaitObject(resources.services, name)).toMatchObject({ spec: { type: 'NodePort' } });
  await applyCart({ listeners: [clients] });
  await waitFor('the Services to go', async () => (await read(resources.services, 'cart-kafka-outside-2')) === undefined, patience);
  expect(await read(resources.services, 'cart-kafka')).toBeDefined();
});

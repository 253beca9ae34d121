import { resources } from '@dataservices/kube';
import { expect } from 'vitest';
import { startFlapping } from './faults/flapping.ts';
import { configMap, eventually, makeChanges, operatorTest as test } from './testing/operator-test.ts';

test.for(['refused', 'black-hole'] as const)(
  'after an outage (%s) the cache catches up from its place',
  async (how, { admin, namespace, proxy, startOperator }) => {
    const operator = startOperator({ requestTimeoutMs: 500, watchSilenceMs: 1500 });
    await makeChanges(admin, namespace, 'before');
    await operator.catchesUp();
    await proxy.goDown(how);
    await makeChanges(admin, namespace, 'meanwhile');
    const create = () => operator.kube.create(resources.configMaps, configMap(namespace, 'own'));
    await expect(create()).rejects.toMatchObject({ code: how === 'refused' ? 'Unreachable' : 'Timeout', retry: 'backoff' });
    await eventually('the watch to fail', () => operator.count('failed') > 0);
    await proxy.revive();
    await operator.catchesUp();
    await create();
    await operator.catchesUp();
    expect(operator.count('listed')).toBe(1);
  },
);

test('an API server that comes and goes is asked ever less often, and the cache is exact in the end', async ({
  admin,
  namespace,
  proxy,
  startOperator,
}) => {
  const operator = startOperator();
  await operator.catchesUp();
  const flapping = startFlapping(proxy, { upMs: 30, downMs: 100 });
  await makeChanges(admin, namespace, 'meanwhile');
  await eventually('two failures', () => operator.count('failed') >= 2);
  await flapping.stop();
  await operator.catchesUp();
  expect(operator.count('listed')).toBe(1);
});

test('an operator that is stopped leaves nothing open', async ({ proxy, startOperator }) => {
  const operators = Array.from({ length: 3 }, () => startOperator());
  await Promise.all(operators.map((operator) => operator.catchesUp()));
  await eventually('the watches', () => proxy.watches().length === 3);
  await Promise.all(operators.map((operator) => operator.stop()));
  await eventually('the end of the connections', () => proxy.watches().length === 0 && proxy.openSockets().clients === 0);
});

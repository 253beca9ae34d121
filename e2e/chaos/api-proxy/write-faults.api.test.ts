import { isKubeError, type KubeClient, resources } from '@dataservices/kube';
import { expect } from 'vitest';
import { crashAfterWrite } from './faults/crash-after-write.ts';
import { loseResponse } from './faults/lose-response.ts';
import { storm } from './faults/storm.ts';
import { type ConfigMap, configMap, operatorTest as test } from './testing/operator-test.ts';

const fieldManager = 'operator';

function namesIn(admin: KubeClient, namespace: string): Promise<readonly string[]> {
  return admin.list<ConfigMap>(resources.configMaps, { namespace }).then(({ items }) => items.map(({ metadata: { name } }) => name).sort());
}

test('a create whose answer is lost is not done twice: the client does not repeat it, and the next attempt is told', async ({
  admin,
  namespace,
  proxy,
  startOperator,
}) => {
  const { kube, catchesUp } = startOperator();
  proxy.set(loseResponse({ write: 1 }));
  const create = () => kube.create<ConfigMap>(resources.configMaps, configMap(namespace, 'once'));
  await expect(create()).rejects.toMatchObject({ code: 'Unreachable', retry: 'backoff' });
  expect(proxy.writes.map(({ status }) => status)).toEqual([201]);
  const { metadata } = (await admin.get<ConfigMap>(resources.configMaps, { namespace, name: 'once' })) ?? {};
  await expect(create()).rejects.toMatchObject({ code: 'AlreadyExists' });
  const applied = await kube.apply<ConfigMap>(resources.configMaps, configMap(namespace, 'once'), { fieldManager });
  expect(applied.metadata.uid).toBe(metadata?.uid);
  await catchesUp();
});

test('a delete whose answer is lost is done, and the next attempt finds nothing', async ({ admin, namespace, proxy, startOperator }) => {
  const { kube, catchesUp } = startOperator();
  const { metadata } = await admin.create<ConfigMap>(resources.configMaps, configMap(namespace, 'gone'));
  proxy.set(loseResponse({ write: 1 }));
  const remove = () => kube.delete(resources.configMaps, { namespace, name: 'gone' }, { uid: metadata.uid });
  await expect(remove()).rejects.toMatchObject({ code: 'Unreachable' });
  expect(await remove()).toBe('absent');
  await catchesUp();
});

test('after a crash between two writes, one that starts anew sees the first ones and does the rest', async ({
  admin,
  namespace,
  proxy,
  startOperator,
}) => {
  const names = ['a', 'b', 'c', 'd'];
  const crashed = Promise.withResolvers<void>();
  const clear = proxy.set(crashAfterWrite(proxy, { write: 2, onCrash: crashed.resolve }));
  const first = startOperator();
  await first.cache.whenSynced();
  const applyAll = async (kube: KubeClient) => {
    for (const name of names) await kube.apply(resources.configMaps, configMap(namespace, name), { fieldManager });
  };
  const failure = applyAll(first.kube).catch((error: unknown) => error);
  await crashed.promise;
  expect(isKubeError(await failure, 'Unreachable')).toBe(true);
  expect(await namesIn(admin, namespace)).toEqual(['a', 'b']);
  await first.stop();
  clear();
  await proxy.revive();
  const second = startOperator();
  await second.catchesUp();
  expect(second.cache.list()).toHaveLength(2);
  await applyAll(second.kube);
  await second.catchesUp();
  expect(await namesIn(admin, namespace)).toEqual(names);
});

test.for([
  [409, 'Conflict', 'backoff'],
  [429, 'TooManyRequests', { afterMs: 30_000 }],
  [500, 'InternalError', 'backoff'],
  [504, 'Timeout', 'backoff'],
] as const)(
  'a write that is answered %d is not repeated at once, and its error says when to',
  async ([status, code, retry], { admin, namespace, proxy, startOperator }) => {
    await admin.create(resources.configMaps, configMap(namespace, 'x'));
    const { kube } = startOperator();
    const clear = proxy.set(storm({ status, retryAfterSeconds: 30, matches: ({ verb }) => verb === 'patch' }));
    const patch = () => kube.mergePatch<ConfigMap>(resources.configMaps, { namespace, name: 'x' }, { data: { value: '2' } });
    await expect(patch()).rejects.toMatchObject({ code, status, retry });
    expect(proxy.writes.map((write) => write.status)).toEqual([0]);
    clear();
    expect((await patch()).data).toEqual({ value: '2' });
  },
);

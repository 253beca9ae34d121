import { resources } from '@dataservices/kube';
import { expect } from 'vitest';
import { holdWatches } from './faults/hold-watches.ts';
import { refuseWatches } from './faults/refuse-watches.ts';
import { recordView } from './faults/stale-view.ts';
import { type ConfigMap, configMap, eventually, makeChanges, operatorTest as test } from './testing/operator-test.ts';

test('in a view of the past, deletes with the uid of what is seen there spare what has that name now', async ({
  admin,
  namespace,
  proxy,
  startOperator,
}) => {
  const at = { namespace, name: 'reborn' };
  await admin.create(resources.configMaps, configMap(namespace, 'reborn', 'old'));
  proxy.set(await recordView(proxy, { path: `/api/v1/namespaces/${namespace}/configmaps` }));
  proxy.set(holdWatches());
  await admin.delete(resources.configMaps, at);
  const reborn = await admin.create<ConfigMap>(resources.configMaps, configMap(namespace, 'reborn', 'new'));
  const { cache, kube } = startOperator();
  await cache.whenSynced();
  const seen = cache.get(`${namespace}/reborn`);
  expect(seen?.data).toEqual({ value: 'old' });
  await expect(kube.delete(resources.configMaps, at, { uid: seen?.metadata.uid ?? '' })).rejects.toMatchObject({ code: 'Conflict' });
  expect((await admin.get<ConfigMap>(resources.configMaps, at))?.metadata.uid).toBe(reborn.metadata.uid);
});

test('a list of the past is overtaken by the watch that follows it', async ({ admin, namespace, proxy, startOperator }) => {
  await makeChanges(admin, namespace, 'then');
  proxy.set(await recordView(proxy, { path: `/api/v1/namespaces/${namespace}/configmaps` }));
  await makeChanges(admin, namespace, 'now');
  const operator = startOperator();
  await operator.catchesUp();
  expect(operator.count('listed')).toBe(1);
});

test('what the cache knows already is not taken back by a list of the past', async ({ admin, namespace, proxy, startOperator }) => {
  await admin.create(resources.configMaps, configMap(namespace, 'x', 'old'));
  const travel = await recordView(proxy, { path: `/api/v1/namespaces/${namespace}/configmaps` });
  const operator = startOperator();
  const { cache, kube, catchesUp } = operator;
  await catchesUp();
  const own = await kube.mergePatch<ConfigMap>(resources.configMaps, { namespace, name: 'x' }, { data: { value: 'new' } });
  const added = await kube.create<ConfigMap>(resources.configMaps, configMap(namespace, 'y'));
  await catchesUp();
  const seen: (string | undefined)[] = [];
  cache.onChange((_before, after) => seen.push(after?.metadata.resourceVersion));
  proxy.set(travel);
  proxy.set(holdWatches());
  proxy.set(refuseWatches({ how: 'expired', next: 1 }));
  for (const watch of proxy.watches()) watch.end();
  await eventually('another list', () => operator.count('listed') === 2);
  expect(cache.get(`${namespace}/x`)?.metadata.resourceVersion).toBe(own.metadata.resourceVersion);
  expect(cache.get(`${namespace}/y`)?.metadata.uid).toBe(added.metadata.uid);
  expect(seen).toEqual([]);
});

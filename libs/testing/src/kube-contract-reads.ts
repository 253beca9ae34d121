import { resources } from '@dataservices/kube';
import { expect, test } from 'vitest';
import type { ConfigMap, Given } from './kube-contract-given.ts';
import { sampleConfigMap } from './samples.ts';

export function describeReads(given: Given): void {
  test('get is undefined for what is not there', async () => {
    const { kube, at } = given();
    expect(await kube.get(resources.configMaps, at)).toBeUndefined();
  });

  test('list finds by label and gives items a kind', async () => {
    const { kube, at } = given();
    await kube.create(resources.configMaps, sampleConfigMap(at));
    const { items, resourceVersion } = await kube.list(resources.configMaps, {
      namespace: at.namespace,
      labelSelector: `app=${at.name},tier in (data)`,
    });
    expect(items.map(({ apiVersion, kind, metadata }) => [apiVersion, kind, metadata.name])).toEqual([['v1', 'ConfigMap', at.name]]);
    expect(resourceVersion).toMatch(/^\d+$/);
  });

  test('list selects by metadata.name', async () => {
    const { kube, at } = given();
    await kube.create(resources.configMaps, sampleConfigMap(at));
    const { items } = await kube.list(resources.configMaps, { namespace: at.namespace, fieldSelector: `metadata.name=${at.name}` });
    expect(items.map(({ metadata }) => metadata.name)).toEqual([at.name]);
  });

  test('an aborted signal is the error, and nothing is sent', async () => {
    const { kube, at } = given();
    const reason = new Error('stopping');
    await expect(kube.create(resources.configMaps, sampleConfigMap(at), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(await kube.get(resources.configMaps, at)).toBeUndefined();
  });

  test('a large object comes back whole', async () => {
    const { kube, at } = given();
    const data = { text: 'größer als 128 KiB\n'.repeat(20_000) };
    await kube.create(resources.configMaps, sampleConfigMap(at, data));
    expect((await kube.get<ConfigMap>(resources.configMaps, at))?.data).toEqual(data);
  });
}

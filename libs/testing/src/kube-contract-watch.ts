import { resources, type WatchEvent } from '@dataservices/kube';
import { expect, test } from 'vitest';
import type { ConfigMap, Given } from './kube-contract-given.ts';
import { sampleConfigMap } from './samples.ts';
import { waitFor } from './wait-for.ts';

export function describeWatch(given: Given): void {
  test('a watch tells what is there, then every change, in order and with growing versions', async () => {
    const { kube, at } = given();
    await kube.create(resources.configMaps, sampleConfigMap(at, { a: '0' }));
    const events: WatchEvent<ConfigMap>[] = [];
    const selection = { namespace: at.namespace, labelSelector: `app=${at.name}` };
    const watch = kube.watch<ConfigMap>(resources.configMaps, selection, (event) => events.push(event));
    await waitFor('the list', () => events.length === 1);
    await kube.mergePatch(resources.configMaps, at, { data: { a: '1' } });
    await kube.mergePatch(resources.configMaps, at, { metadata: { labels: { app: null } } });
    await kube.mergePatch(resources.configMaps, at, { metadata: { labels: { app: at.name } } });
    await kube.delete(resources.configMaps, at);
    await waitFor('all events', () => events.length === 5);
    await watch.stop();
    expect(events.map(({ type }) => type)).toEqual(['LISTED', 'MODIFIED', 'DELETED', 'ADDED', 'DELETED']);
    const versions = events.map((event) => BigInt(event.type === 'LISTED' ? event.resourceVersion : event.object.metadata.resourceVersion));
    expect(versions).toEqual([...versions].sort((a, b) => (a < b ? -1 : 1)));
    expect(new Set(versions).size).toBe(versions.length);
  });

  test('a stopped watch tells nothing any more', async () => {
    const { kube, at } = given();
    const seen: string[] = [];
    const other: string[] = [];
    const watch = kube.watch(resources.configMaps, { namespace: at.namespace }, ({ type }) => seen.push(type));
    await waitFor('the list', () => seen.length === 1);
    await watch.stop();
    const witness = kube.watch(resources.configMaps, { namespace: at.namespace }, ({ type }) => other.push(type));
    await waitFor('the list of the other', () => other.length === 1);
    await kube.create(resources.configMaps, sampleConfigMap(at));
    await waitFor('the event', () => other.length === 2);
    await witness.stop();
    expect(seen).toEqual(['LISTED']);
  });
}

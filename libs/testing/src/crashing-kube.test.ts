import { resources } from '@dataservices/kube';
import { expect, test } from 'vitest';
import { Crashed, crashingKube } from './crashing-kube.ts';
import { createFakeKube } from './fake-kube.ts';
import { sampleConfigMap } from './samples.ts';

const at = (name: string) => ({ namespace: 'a', name });

test('before a write: it never happens, and nothing more does', async () => {
  const inner = createFakeKube();
  const { kube, writes } = crashingKube(inner, { write: 2, when: 'before' });
  await kube.create(resources.configMaps, sampleConfigMap(at('first')));
  await expect(kube.create(resources.configMaps, sampleConfigMap(at('second')))).rejects.toThrow(Crashed);
  await expect(kube.get(resources.configMaps, at('first'))).rejects.toThrow(Crashed);
  expect(await inner.get(resources.configMaps, at('second'))).toBeUndefined();
  expect(writes).toEqual([{ verb: 'create', object: 'ConfigMap first' }]);
});

test('after a write: it has happened, and nobody hears of it', async () => {
  const inner = createFakeKube();
  const { kube, writes, crashed } = crashingKube(inner, { write: 1, when: 'after' });
  await expect(kube.create(resources.configMaps, sampleConfigMap(at('first')))).rejects.toThrow(Crashed);
  await crashed;
  expect(await inner.get(resources.configMaps, at('first'))).toBeDefined();
  expect(writes).toHaveLength(1);
});

test('leases, events, and deletions of what is not there are not counted as work', async () => {
  const { kube, writes } = crashingKube(createFakeKube());
  await kube.create(resources.leases, { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: at('lease') });
  await kube.create(resources.events, { apiVersion: 'events.k8s.io/v1', kind: 'Event', metadata: at('event') });
  await kube.delete(resources.configMaps, at('gone'));
  expect(writes).toEqual([]);
});

import { resources } from '@dataservices/kube';
import { createFakeKube } from '@dataservices/testing';
import { expect, test } from 'vitest';
import { formed, rabbitmqCluster } from '../testing/observed-builder.ts';
import { observeDefinitions } from './definitions.ts';

const founding = { clusterId: 'c0ffee', formation: { origin: 'Founded', formed: false } };
const signal = new AbortController().signal;

function problemWith(text: string | undefined, status: Parameters<typeof rabbitmqCluster>[1] = founding) {
  const kube = createFakeKube();
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: 'shop', name: 'mine' }, data: { 'definitions.json': text } };
  if (text !== undefined) kube.put(resources.configMaps, object);
  return observeDefinitions(rabbitmqCluster({ definitions: { configMapName: 'mine' } }, status), kube, signal);
}

test.for([
  ['an object', '{"vhosts":[]}', undefined],
  ['nothing', undefined, 'spec.definitions.configMapName: there is no ConfigMap mine'],
  ['no JSON', '{', 'ConfigMap mine: its key definitions.json is not an object'],
  ['a list', '[]', 'ConfigMap mine: its key definitions.json is not an object'],
] as const)('%s', async ([, text, expected]) => {
  const problem = await problemWith(text);
  if (expected === undefined) expect(problem).toBeUndefined();
  else expect(problem).toContain(expected);
});

test('of a cluster that is there already they are looked for no more', async () => {
  expect(await problemWith(undefined, formed)).toBeUndefined();
});

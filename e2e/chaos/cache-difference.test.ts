import { expect, test } from 'vitest';
import { cacheDifference } from './cache-difference.ts';

const object = (name: string, uid: string, resourceVersion: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { namespace: 'a', name, uid, resourceVersion },
});

test.for([
  [
    'another version',
    [object('x', 'u1', '1')],
    [object('x', 'u1', '2')],
    ['ConfigMap a/x: u1 at 1 in the cache, u1 at 2 in the API server'],
  ],
  [
    'another identity',
    [object('x', 'u1', '1')],
    [object('x', 'u2', '1')],
    ['ConfigMap a/x: u1 at 1 in the cache, u2 at 1 in the API server'],
  ],
  ['a ghost', [object('x', 'u1', '1')], [], ['ConfigMap a/x: u1 at 1 in the cache, absent in the API server']],
  ['one that was missed', [], [object('x', 'u1', '1')], ['ConfigMap a/x: absent in the cache, u1 at 1 in the API server']],
  ['nothing', [object('x', 'u', '1'), object('y', 'v', '2')], [object('y', 'v', '2'), object('x', 'u', '1')], []],
] as const)('%s', ([, cached, live, expected]) => {
  expect(cacheDifference(cached, live)).toEqual(expected);
});

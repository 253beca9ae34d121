import { expect, test } from 'vitest';
import { zookeeperCluster } from '../testing/observed-builder.ts';
import { jvmOptions } from './jvm-options.ts';

test.for([
  ['no limit', {}, '512m'],
  ['70 % of the limit', { resources: { limits: { memory: '1Gi' } } }, '716m'],
  ['as much as is asked for', { resources: { limits: { memory: '2Gi' } }, jvm: { heapPercent: 50 } }, '1024m'],
  ['a limit in bytes', { resources: { limits: { memory: 536_870_912 } } }, '358m'],
  ['never less than Java starts with', { resources: { limits: { memory: '4Mi' } } }, '16m'],
] as const)('heap: %s', ([, spec, heap]) => {
  expect(jvmOptions(zookeeperCluster(spec)).split('\n').slice(0, 2)).toEqual([`-Xms${heap}`, `-Xmx${heap}`]);
});

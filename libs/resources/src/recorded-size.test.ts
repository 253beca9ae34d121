import { expect, test } from 'vitest';
import { recordedSize } from './recorded-size.ts';
import { statefulSet } from './stateful-set.ts';

function set(size: string | undefined) {
  return statefulSet({
    metadata: { name: 'cart' },
    replicas: 3,
    serviceName: 'cart',
    selector: {},
    template: { metadata: { labels: {}, annotations: {} }, spec: { containers: [] } },
    claim: size === undefined ? undefined : { name: 'data', labels: {}, annotations: {}, size },
  });
}

test.for([
  ['none yet', undefined, '2Gi'],
  ['one with volumes keeps its size', set('1Gi'), '1Gi'],
  ['one without volumes', set(undefined), '2Gi'],
] as const)('%s', ([, stored, expected]) => {
  expect(recordedSize(stored, '2Gi')).toBe(expected);
});

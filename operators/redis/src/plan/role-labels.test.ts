import { expect, test } from 'vitest';
import { monitoring, observed, serving, unreachable, withPod } from '../testing/observed-builder.ts';
import { roleLabels } from './role-labels.ts';

const role = 'dataservices.dev/role';
const sentinels = [monitoring(0), monitoring(0), monitoring(0)];

function labelsOf(given: Parameters<typeof roleLabels>[0]) {
  return roleLabels(given).map(({ metadata }) => [metadata.name, metadata.labels?.[role]]);
}

test('each pod gets the role that it plays', () => {
  const given = observed({ servers: [serving('master'), serving('replica'), unreachable], sentinels });
  expect(labelsOf(given)).toEqual([
    ['cart-redis-0', 'master'],
    ['cart-redis-1', 'replica'],
  ]);
});

test('a label that is right already is not written', () => {
  const given = withPod(observed({ servers: [serving('master')], sentinels }), 0, { roleLabel: 'master' });
  expect(labelsOf(given)).toEqual([]);
});

test('a lost master loses its label, so that no Service sends writes to it', () => {
  const given = withPod(
    observed({ servers: [unreachable, serving('master')], sentinels: [monitoring(1), monitoring(1), unreachable] }),
    0,
    { roleLabel: 'master' },
  );
  expect(labelsOf(given)).toEqual([
    ['cart-redis-0', undefined],
    ['cart-redis-1', 'master'],
  ]);
});

test('of two masters only the one that a majority names gets writes', () => {
  const given = withPod(
    observed({ servers: [serving('master'), serving('master')], sentinels: [monitoring(1), monitoring(1), monitoring(0)] }),
    0,
    { roleLabel: 'master' },
  );
  expect(labelsOf(given)).toEqual([
    ['cart-redis-0', undefined],
    ['cart-redis-1', 'master'],
  ]);
});

test('while nobody is known to lead, no label changes', () => {
  const given = withPod(
    observed({ servers: [serving('master'), serving('replica')], sentinels: [monitoring(0), unreachable, unreachable] }),
    1,
    { roleLabel: 'master' },
  );
  expect(labelsOf(given)).toEqual([]);
});

test('a label names the pod that was observed by its uid: no other pod of that name can get it', () => {
  const given = observed({ servers: [serving('master')], sentinels });
  expect(roleLabels(given)[0]?.metadata.uid).toBe('uid-cart-redis-0');
});

import { expect, test } from 'vitest';
import { monitoring, observed, redisCluster } from '../testing/observed-builder.ts';
import { bare, formed, whole } from '../testing/situation.ts';
import { plan } from './plan.ts';

test('while paused only role labels are touched', () => {
  const paused = observed({ ...whole, cluster: redisCluster({ paused: true }, formed), sentinels: [bare, monitoring(0), monitoring(0)] });
  const { step, applies } = plan(paused);
  expect(step).toBeUndefined();
  expect(new Set(applies.map(({ kind }) => kind))).toEqual(new Set(['Pod']));
});

test('a dry run does nothing but role labels, and shows the plan that would be carried out', () => {
  const given = observed({ ...whole, sentinels: [bare, monitoring(0), monitoring(0)] });
  const { metadata } = given.cluster;
  const asked = { ...given, cluster: { ...given.cluster, metadata: { ...metadata, annotations: { 'dataservices.dev/dry-run': 'true' } } } };
  const { preview, ...rest } = plan(asked);
  expect(new Set(rest.applies.map(({ kind }) => kind))).toEqual(new Set(['Pod']));
  expect(rest.step).toBeUndefined();
  const { requeueAfterMs: _, ...wanted } = plan(given);
  expect(preview).toEqual(wanted);
  expect(preview?.step?.rule).toBe('ConfigureBareSentinel');
});

test('volumes of another cluster stop every change, and no workload is made', () => {
  const given = observed({ ...whole, cluster: redisCluster({}, { clusterId: 'other' }) });
  const { step, applies } = plan(given);
  expect(step).toBeUndefined();
  expect(applies.filter(({ kind }) => kind === 'StatefulSet')).toEqual([]);
});

import { expect, test } from 'vitest';
import { claim, lobby, monitoring, observed, redisCluster } from '../testing/observed-builder.ts';
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

test('what came of a step is looked at soon, though the service that it changed brings no event', () => {
  const empty = [0, 1, 2].map((ordinal) => claim(ordinal));
  const given = observed({
    cluster: redisCluster(),
    servers: empty.map(() => lobby('empty')),
    sentinels: empty.map(() => bare),
    claims: empty,
  });
  const { step, requeueAfterMs } = plan(given);
  expect(step?.rule).toBe('FoundCluster');
  expect(requeueAfterMs).toBeLessThanOrEqual(1_000);
  expect(plan(observed(whole)).requeueAfterMs).toBe(30_000);
});

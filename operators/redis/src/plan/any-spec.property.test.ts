import { buildCrd, parseRedisCluster, redisClusterKind } from '@dataservices/api';
import { anyBySchema, type StructuralSchema } from '@dataservices/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { status } from '../status.ts';
import { anyObserved } from '../testing/any-observed.ts';
import { plan } from './plan.ts';

const schema = buildCrd(redisClusterKind).spec.versions[0]?.schema.openAPIV3Schema as StructuralSchema;

/** Of what the schema allows, CEL rules refuse some; those that pass are as many as wanted. */
const wanted = process.env.DATASERVICES_E2E_TIER === 'full' ? 1_000 : 200;

test(`the planner has a plan and a status for each of ${wanted} objects that the API server would take, in any state`, {
  timeout: 600_000,
}, () => {
  const anySpec = anyBySchema(schema.properties?.spec ?? {});
  let valid = 0;
  let refused = 0;
  for (let seed = 1; valid < wanted && refused < 50 * wanted; seed += 1) {
    for (const [spec, given] of fc.sample(fc.tuple(anySpec, anyObserved), { seed, numRuns: 100 })) {
      const parsed = parseRedisCluster({ ...given.cluster, spec });
      refused += parsed.ok ? 0 : 1;
      if (!parsed.ok || valid === wanted) continue;
      valid += 1;
      const observed = { ...given, cluster: { ...parsed.value, status: given.cluster.status } };
      expect(() => status(observed, plan(observed), { problems: [] }), JSON.stringify(spec)).not.toThrow();
    }
  }
  expect(valid).toBe(wanted);
});

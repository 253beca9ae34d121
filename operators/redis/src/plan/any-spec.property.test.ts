import { buildCrd, parseRedisCluster, redisClusterKind } from '@dataservices/api';
import { anyBySchema, type StructuralSchema } from '@dataservices/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Observed } from '../observed.ts';
import { status } from '../status.ts';
import { anyObserved } from '../testing/any-observed.ts';
import { plan } from './plan.ts';

const schema = buildCrd(redisClusterKind).spec.versions[0]?.schema.openAPIV3Schema as StructuralSchema;

/** Peers of random texts are refused nearly always, and passed on as they are where they are taken. */
const networkPolicy = fc.constantFrom(
  { mode: 'Disabled' },
  { mode: 'Enabled' },
  { mode: 'Enabled', clients: [{ namespaceSelector: {} }, { ipBlock: { cidr: '192.0.2.0/24' } }], metrics: [] },
);
const operatorPeers = [{ podSelector: {} }];

function anySpecOf({ properties = {}, ...rest }: StructuralSchema): fc.Arbitrary<object> {
  const others = Object.fromEntries(Object.entries(properties).filter(([name]) => name !== 'networkPolicy'));
  const spec = anyBySchema({ ...rest, properties: others }) as fc.Arbitrary<object>;
  return fc.tuple(spec, networkPolicy).map(([drawn, policy]) => ({ ...drawn, networkPolicy: policy }));
}

/** Of what the schema allows, CEL rules refuse some; those that pass are as many as wanted. */
const wanted = process.env.DATASERVICES_E2E_TIER === 'full' ? 1_000 : 200;

test(`the planner has a plan and a status for each of ${wanted} objects that the API server would take, in any state`, {
  timeout: 600_000,
}, () => {
  const anySpec = anySpecOf(schema.properties?.spec ?? {});
  let valid = 0;
  let refused = 0;
  const [{ cluster: example }] = fc.sample(anyObserved, { seed: 1, numRuns: 1 }) as [Observed];
  for (let seed = 1; valid < wanted && refused < 50 * wanted; seed += 1) {
    const specs = fc.sample(anySpec, { seed, numRuns: 100 });
    const taken = specs.filter((spec) => parseRedisCluster({ ...example, spec }).ok).slice(0, wanted - valid);
    refused += specs.length - taken.length;
    // A state takes far longer to draw than a specification: only for those that are taken.
    for (const [index, given] of fc.sample(anyObserved, { seed, numRuns: taken.length }).entries()) {
      const spec = taken[index];
      const parsed = parseRedisCluster({ ...given.cluster, spec });
      if (!parsed.ok) continue;
      valid += 1;
      const settings = { ...given.settings, ...(index % 2 === 0 && { operatorPeers }) };
      const observed = { ...given, settings, cluster: { ...parsed.value, status: given.cluster.status } };
      expect(() => status(observed, plan(observed), { problems: [] }), JSON.stringify(spec)).not.toThrow();
    }
  }
  expect(valid).toBe(wanted);
});

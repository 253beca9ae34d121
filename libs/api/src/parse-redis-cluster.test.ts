import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryFromSchema, withoutTiedFields } from '../test/arbitrary-from-schema.ts';
import { badSpecs, goodSpecs, refusedSettings } from '../test/redis-cluster-cases.ts';
import { buildCrd } from './crd.ts';
import { parseRedisCluster } from './parse-redis-cluster.ts';
import { redisClusterKind } from './redis-cluster-kind.ts';

const metadata = { name: 'cart', namespace: 'shop', uid: 'c0ffee', resourceVersion: '7', generation: 2 };
const stored = (spec?: unknown) => ({ apiVersion: 'dataservices.dev/v1alpha1', kind: 'RedisCluster', metadata, spec });
const specSchema = buildCrd(redisClusterKind).spec.versions[0]?.schema.openAPIV3Schema.properties?.spec ?? {};

test.for(goodSpecs)('accepts %s', ([, spec]) => {
  expect(parseRedisCluster(stored(spec))).toMatchObject({ ok: true });
});

test.for([...badSpecs, ...refusedSettings])('refuses %s and names the field', ([, spec, field]) => {
  const parsed = parseRedisCluster(stored(spec));
  expect(parsed).toMatchObject({ ok: false, message: expect.stringContaining(field) });
});

test('fills in every default where there is no spec at all', () => {
  const parsed = parseRedisCluster({ apiVersion: 'dataservices.dev/v1alpha1', kind: 'RedisCluster', metadata });
  expect(parsed).toMatchObject({
    ok: true,
    value: {
      spec: { replicas: 3, version: '8.0.2', storage: { size: '10Gi', whenDeleted: 'Retain' }, sentinel: { replicas: 3 }, paused: false },
      status: { observedGeneration: -1 },
      metadata,
    },
  });
});

test('leaves unknown fields out, and fields that were not set absent', () => {
  const parsed = parseRedisCluster(stored({ replicaz: 9, storage: { colour: 'red' } }));
  const spec = parsed.ok ? parsed.value.spec : {};
  expect(spec).not.toHaveProperty('replicaz');
  expect(spec).not.toHaveProperty('storage.colour');
  expect(spec).not.toHaveProperty('image');
});

test.for([
  ['an upper case letter', 'Cart'],
  ['a digit first', '1cart'],
  ['a dot', 'my.cart'],
  ['41 characters', 'c'.repeat(41)],
  ['a hyphen last', 'cart-'],
])('refuses a name with %s', ([, name]) => {
  const parsed = parseRedisCluster({ ...stored(), metadata: { ...metadata, name } });
  expect(parsed).toMatchObject({ ok: false, message: expect.stringContaining('metadata.name') });
});

test.for([[undefined], [null], [7], ['text'], [[]], [{}], [{ metadata: null }], [stored(null)], [{ ...stored(), kind: 'KafkaCluster' }]])(
  'refuses %j without throwing',
  ([object]) => {
    expect(parseRedisCluster(object)).toMatchObject({ ok: false, message: expect.stringContaining('kubectl explain') });
  },
);

test('a message stays short however much is wrong', () => {
  const config = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`KEY ${index}`, index % 2 === 0]));
  const parsed = parseRedisCluster(stored({ config, replicas: -1 }));
  expect(parsed.ok ? '' : parsed.message).toMatch(/and \d+ more/);
  expect(parsed.ok ? 0 : parsed.message.length).toBeLessThan(2000);
});

test('keys that JavaScript treats specially are data or refused, never code', () => {
  const spec: unknown = JSON.parse('{"config": {"__proto__": {"polluted": 1}, "constructor": 1}, "__proto__": {"polluted": 1}}');
  expect(() => parseRedisCluster(stored(spec))).not.toThrow();
  expect({}).not.toHaveProperty('polluted');
});

test('no pattern takes longer on a hostile string than on any other', () => {
  const hostile = [`${'a'.repeat(100_000)}!`, `${'a.'.repeat(50_000)}!`, `${'a-'.repeat(50_000)}!`, `${'1'.repeat(100_000)}!`];
  const started = performance.now();
  for (const value of hostile) {
    parseRedisCluster(stored({ version: value, image: value, storage: { size: value, className: value }, config: { [value]: value } }));
    parseRedisCluster(stored({ pod: { labels: { [value]: value } }, sentinel: { masterName: value }, auth: { secretName: value } }));
  }
  expect(performance.now() - started).toBeLessThan(50 * hostile.length * 2);
});

test('what the schema allows, and no rule forbids, is accepted, and parsing again changes nothing', () => {
  const property = fc.property(arbitraryFromSchema(specSchema), (spec) => {
    const parsed = parseRedisCluster(stored(withoutTiedFields(spec)));
    expect(parsed).toMatchObject({ ok: true });
    expect(parseRedisCluster(parsed.ok ? parsed.value : undefined)).toEqual(parsed);
  });
  fc.assert(property, { seed: 20_261_122, numRuns: 200 });
});

test('what the schema allows is accepted or refused with the name of a field, never by throwing', () => {
  const property = fc.property(arbitraryFromSchema(specSchema), (spec) => {
    const parsed = parseRedisCluster(stored(spec));
    expect(parsed.ok || parsed.message.startsWith('spec.')).toBe(true);
  });
  fc.assert(property, { seed: 20_261_122, numRuns: 200 });
});

test('any JSON at all never throws', () => {
  const property = fc.property(fc.jsonValue(), (value) => {
    parseRedisCluster(value);
    parseRedisCluster(stored(value));
  });
  fc.assert(property, { seed: 20_261_122, numRuns: 500 });
});

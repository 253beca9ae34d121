import type { KubeObject, StoredObject } from '@dataservices/plan';
import { createFakeKube, sampleConfigMap, samplePodDisruptionBudget, sampleService, sampleStatefulSet } from '@dataservices/testing';
import { describe, expect, test } from 'vitest';
import { randomSource } from '../test/random-source.ts';
import { appliedDifference } from './applied-difference.ts';
import { resourceOf } from './resource.ts';
import { withoutForeignManagedFields } from './without-foreign-managed-fields.ts';

const at = { namespace: 'n', name: 'x' };
type Sample = (names: typeof at) => KubeObject;

const samples: readonly [Sample, ...Sample[]] = [sampleConfigMap, sampleService, samplePodDisruptionBudget, sampleStatefulSet];
const managers = ['me', 'others', 'more'] as const;

const entry = (manager: string, operation: string, subresource?: string) => ({
  manager,
  operation,
  ...(subresource === undefined ? {} : { subresource }),
  fieldsV1: { 'f:spec': {} },
});

function stored(...managedFields: object[]): StoredObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { ...at, uid: 'u', resourceVersion: '1', managedFields } } as StoredObject;
}

describe('withoutForeignManagedFields', () => {
  const mine = [entry('me', 'Apply'), entry('me', 'Apply', 'status')];

  test('keeps what the managers applied, in every subresource', () => {
    const live = stored(entry('kubelet', 'Update', 'status'), ...mine, entry('me', 'Update'), entry('also', 'Apply'));
    const before = structuredClone(live);
    expect(withoutForeignManagedFields('me')(live)).toEqual(stored(...mine));
    expect(withoutForeignManagedFields('also', 'me')(live)).toEqual(stored(...mine, entry('also', 'Apply')));
    expect(live).toEqual(before);
  });

  test('returns the very object where there is nothing to drop', () => {
    const { managedFields: _none, ...metadata } = stored().metadata;
    const bare = { ...stored(), metadata };
    for (const live of [bare, stored(), stored(...mine)]) expect(withoutForeignManagedFields('me')(live)).toBe(live);
  });
});

/** A sample from which random parts are left out, and in which random texts and numbers are others. */
function varied<T>(value: T, random: () => number): T {
  if (Array.isArray(value)) return value.flatMap((item) => (random() < 0.1 ? [] : [varied(item, random)])) as T;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([name]) => name === 'name' || name.endsWith('ort') || random() > 0.1);
    return Object.fromEntries(fields.map(([name, child]) => [name, name === 'name' ? child : varied(child, random)])) as T;
  }
  if (random() > 0.1) return value;
  return (typeof value === 'number' ? value + 1 : typeof value === 'string' ? `${value}x` : value) as T;
}

function variant(sample: KubeObject, random: () => number): KubeObject {
  const { apiVersion, kind, metadata, ...body } = sample;
  const { labels, annotations } = metadata;
  return { ...varied(body, random), apiVersion, kind, metadata: { ...at, ...varied({ labels, annotations }, random) } } as KubeObject;
}

test('what an apply would change is the same before and after, whatever several managers did to an object', async () => {
  const answers = new Map<string, number>();
  for (let seed = 0; seed < 300; seed += 1) {
    const random = randomSource(seed);
    const pick = <T>(values: readonly [T, ...T[]]): T => values[Math.floor(random() * values.length)] ?? values[0];
    const sample = pick(samples)(at);
    const resource = resourceOf(sample);
    const kube = createFakeKube();
    const ours = variant(sample, random);
    for (let step = 0; step < 4; step += 1) {
      const fieldManager = pick(managers);
      await kube.apply(resource, fieldManager === 'me' ? ours : variant(sample, random), { fieldManager });
      if (random() < 0.3) await kube.mergePatch(resource, at, varied({ metadata: { labels: sample.metadata.labels } }, random));
    }
    const live = await kube.get<StoredObject>(resource, at);
    if (live === undefined) throw new Error(`seed ${seed} made no object`);
    for (const manager of managers) {
      for (const desired of [ours, variant(sample, random)]) {
        const before = appliedDifference(live, desired, { fieldManager: manager });
        const after = appliedDifference(withoutForeignManagedFields(manager)(live), desired, { fieldManager: manager });
        expect(after, `seed ${seed}, ${manager}`).toBe(before);
        const answer = before === undefined ? 'nothing' : (/\(.*\)|managedFields/.exec(before)?.[0] ?? 'value');
        answers.set(answer, (answers.get(answer) ?? 0) + 1);
      }
    }
  }
  // Every kind of answer came up, or this test would say little.
  expect([...answers.keys()].sort()).toEqual(
    expect.arrayContaining(['(no longer wanted)', '(not owned)', 'managedFields', 'nothing', 'value']),
  );
});

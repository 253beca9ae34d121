import type { KubeObject } from '@dataservices/plan';
import {
  type SampleNames,
  sampleConfigMap,
  sampleNetworkPolicy,
  samplePodDisruptionBudget,
  sampleService,
  sampleStatefulSet,
} from './samples.ts';

type Change = (object: KubeObject) => KubeObject;
type Branch = Record<string, unknown> | unknown[];

function removed(path: string): Change {
  return changed(path, (parent, name) => {
    if (Array.isArray(parent)) parent.splice(Number(name), 1);
    else delete parent[name];
  });
}

function set(path: string, value: unknown): Change {
  return changed(path, (parent, name) => Object.assign(parent, { [name]: value }));
}

function changed(path: string, change: (parent: Branch, name: string) => void): Change {
  const names = path.split('.');
  const last = names.pop() ?? '';
  return (object) => {
    const copy = structuredClone(object);
    const parent = names.reduce<Branch>((branch, name) => (branch as Record<string, Branch>)[name] ?? {}, copy as unknown as Branch);
    change(parent, last);
    return copy;
  };
}

/** What is changed, and the field by which that is noticed. */
export const changes: readonly (readonly [string, (at: SampleNames) => KubeObject, Change, string])[] = [
  ['a removed label', sampleConfigMap, removed('metadata.labels.tier'), 'metadata.labels.tier (no longer wanted)'],
  ['a removed key of data', (at) => sampleConfigMap(at, { a: '1', b: '2' }), removed('data.b'), 'data.b (no longer wanted)'],
  ['all labels removed', sampleConfigMap, removed('metadata.labels'), 'metadata.labels (no longer wanted)'],
  ['a removed part of an atomic selector', sampleService, removed('spec.selector.role'), 'spec.selector'],
  ['a removed port', sampleService, removed('spec.ports.1'), 'spec.ports[{"port":26379,"protocol":"TCP"}] (no longer wanted)'],
  ['a removed annotation', sampleService, removed('metadata.annotations'), 'metadata.annotations (no longer wanted)'],
  [
    'a removed budget policy',
    samplePodDisruptionBudget,
    removed('spec.unhealthyPodEvictionPolicy'),
    'spec.unhealthyPodEvictionPolicy (no longer wanted)',
  ],
  ['a narrowed peer', sampleNetworkPolicy, removed('spec.ingress.0.from.1'), 'spec.ingress'],
  ['a widened peer', sampleNetworkPolicy, set('spec.ingress.0.from.1.namespaceSelector', {}), 'spec.ingress'],
  ['a changed number', sampleStatefulSet, set('spec.replicas', 5), 'spec.replicas'],
  [
    'a removed toleration',
    sampleStatefulSet,
    removed('spec.template.spec.tolerations'),
    'spec.template.spec.tolerations (no longer wanted)',
  ],
  [
    'a removed field of an atomic item',
    sampleStatefulSet,
    removed('spec.template.spec.tolerations.0.tolerationSeconds'),
    'spec.template.spec.tolerations',
  ],
  [
    'a removed environment variable',
    sampleStatefulSet,
    removed('spec.template.spec.containers.0.env.1'),
    'spec.template.spec.containers[{"name":"redis"}].env[{"name":"PASSWORD"}] (no longer wanted)',
  ],
  [
    'a changed quantity',
    sampleStatefulSet,
    set('spec.template.spec.containers.0.resources.limits.memory', '2Gi'),
    'spec.template.spec.containers[{"name":"redis"}].resources.limits.memory',
  ],
  [
    'an added container',
    sampleStatefulSet,
    set('spec.template.spec.containers.1', { name: 'exporter', image: 'x' }),
    'spec.template.spec.containers[] (not owned)',
  ],
];

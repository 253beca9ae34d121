import { buildCrd, kinds, type StructuralSchema } from '@dataservices/api';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { kubeStateMetrics } from './kube-state-metrics.ts';

type Labels = Readonly<Record<string, readonly string[]>>;
type Metric = {
  readonly name: string;
  readonly each: {
    readonly gauge?: { readonly path: readonly string[]; readonly labelsFromPath?: Labels; readonly valueFrom?: readonly string[] };
    readonly info?: { readonly labelsFromPath: Labels };
  };
};
type Config = {
  readonly spec: {
    readonly resources: readonly { readonly groupVersionKind: { readonly kind: string }; readonly metrics: readonly Metric[] }[];
  };
};

const [file] = await kubeStateMetrics.files();
const { spec } = parse(file?.content ?? '') as Config;

function schemaAt(schema: StructuralSchema | undefined, path: readonly string[]): StructuralSchema | undefined {
  return path.reduce<StructuralSchema | undefined>((at, name) => at?.properties?.[name], schema);
}

/** Every path that a metric reads, from the root of the object. */
function pathsOf({ each: { gauge, info } }: Metric): readonly (readonly string[])[] {
  const within = [...Object.values(gauge?.labelsFromPath ?? {}), ...(gauge?.valueFrom === undefined ? [] : [gauge.valueFrom])];
  return [
    ...(gauge === undefined ? [] : [gauge.path, ...within.map((path) => [...gauge.path, '[]', ...path])]),
    ...Object.values(info?.labelsFromPath ?? {}),
  ];
}

test('every kind is there', () => {
  expect(spec.resources.map(({ groupVersionKind }) => groupVersionKind.kind)).toEqual(kinds.map(({ kind }) => kind));
});

test.for(kinds)('every path of $kind is a field that it has', (kind) => {
  const schema = buildCrd(kind).spec.versions[0]?.schema.openAPIV3Schema;
  const { metrics = [] } = spec.resources.find(({ groupVersionKind }) => groupVersionKind.kind === kind.kind) ?? {};
  const unknown = metrics.flatMap(pathsOf).filter((path) => {
    const list = path.indexOf('[]');
    const found = list === -1 ? schemaAt(schema, path) : schemaAt(schemaAt(schema, path.slice(0, list))?.items, path.slice(list + 1));
    return found === undefined;
  });
  expect(unknown).toEqual([]);
});

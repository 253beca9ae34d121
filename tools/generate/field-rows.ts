import type { StructuralSchema } from '@dataservices/api';

export type FieldRow = { readonly path: string; readonly type: string; readonly default: string; readonly description: string };

/** Fields copied from Kubernetes: their insides are in its own reference. */
export const kubernetesFields: readonly string[] = ['spec.pod.affinity', 'spec.pod.tolerations', 'spec.pod.topologySpreadConstraints'];

/** Every field below `schema`, in the order of the schema. */
export function fieldRows(schema: StructuralSchema, path: string): readonly FieldRow[] {
  const own: FieldRow = { path, type: typeText(schema), default: defaultText(schema), description: descriptionText(schema) };
  if (kubernetesFields.includes(path)) return [{ ...own, description: `${own.description} Fields as in Kubernetes.` }];
  const [inside, insidePath] = schema.items === undefined ? [schema, path] : [schema.items, `${path}[]`];
  const children = Object.entries(inside.properties ?? {}).flatMap(([name, child]) => fieldRows(child, `${insidePath}.${name}`));
  return [own, ...children];
}

function typeText(schema: StructuralSchema): string {
  if (schema['x-kubernetes-int-or-string'] === true) return 'integer or string';
  if (schema.enum !== undefined) return schema.enum.join(', ');
  if (schema.items !== undefined) return `list of ${typeText(schema.items)}`;
  if (schema.additionalProperties !== undefined) return `map of ${typeText(schema.additionalProperties)}`;
  return schema.type ?? 'any';
}

function defaultText({ default: value }: StructuralSchema): string {
  return value === undefined || typeof value === 'object' ? '' : String(value);
}

/** The default has a column of its own here. */
function descriptionText({ description = '', default: value }: StructuralSchema): string {
  return description.replace(` Default: ${String(value)}.`, '');
}

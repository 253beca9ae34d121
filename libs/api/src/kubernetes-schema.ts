import { z } from 'zod';
import { boundedMap } from './bounded-map.ts';
import { intOrString } from './int-or-string.ts';
import { keyedList } from './keyed-list.ts';
import { quantity } from './quantity.ts';

/** The part of a structural schema that Kubernetes' own types use; see generated/pod-fields.ts. */
export type KubernetesSchema = {
  readonly type?: 'array' | 'boolean' | 'integer' | 'object' | 'string';
  readonly description?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, KubernetesSchema>>;
  readonly additionalProperties?: KubernetesSchema;
  readonly items?: KubernetesSchema;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: string;
};

/** A zod schema that accepts what the given one does, and turns into it again in a CRD. */
export function fromKubernetesSchema(schema: KubernetesSchema): z.ZodType {
  const { description, ...rest } = schema;
  const extensions = Object.fromEntries(
    Object.entries(rest).filter(([key]) => key.startsWith('x-kubernetes-list') || key.startsWith('x-kubernetes-map')),
  );
  return typed(schema).meta({ ...extensions, ...(description === undefined ? {} : { description }) });
}

function typed(schema: KubernetesSchema): z.ZodType {
  if (schema['x-kubernetes-int-or-string'] === true) {
    return schema.format === 'quantity'
      ? quantity()
      : intOrString({ pattern: '^.*$', maxLength: schema.maxLength ?? 64, message: 'must be a number or a string' });
  }
  switch (schema.type) {
    case 'array':
      return list(schema);
    case 'boolean':
      return z.boolean();
    case 'integer':
      return schema.format === 'int64' ? z.int().meta({ format: 'int64' }) : z.int32();
    case 'string':
      return schema.enum === undefined ? z.string().max(schema.maxLength ?? 253) : z.enum(schema.enum);
    default:
      return objectOrMap(schema);
  }
}

function list({ items = {}, maxItems = 32, 'x-kubernetes-list-map-keys': keys }: KubernetesSchema): z.ZodType {
  const element = fromKubernetesSchema(items);
  return keys === undefined ? z.array(element).max(maxItems) : keyedList(element, maxItems, keys);
}

function objectOrMap(schema: KubernetesSchema): z.ZodType {
  const { additionalProperties, properties = {}, required = [], maxProperties = 32 } = schema;
  if (additionalProperties !== undefined) return boundedMap(fromKubernetesSchema(additionalProperties), maxProperties);
  const entries = Object.entries(properties).map(([name, property]): [string, z.ZodType] => {
    const field = fromKubernetesSchema(property);
    return [name, required.includes(name) ? field : z.exactOptional(field)];
  });
  return z.object(Object.fromEntries(entries));
}

import { z } from 'zod';
import type { ValidationRule } from './rule.ts';

/** A node of a CustomResourceDefinition's structural schema, as far as this project emits it. */
export type StructuralSchema = {
  readonly type?: 'array' | 'boolean' | 'integer' | 'number' | 'object' | 'string';
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  readonly required?: readonly string[];
  readonly items?: StructuralSchema;
  readonly properties?: Readonly<Record<string, StructuralSchema>>;
  readonly additionalProperties?: StructuralSchema;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: string;
  readonly 'x-kubernetes-validations'?: readonly ValidationRule[];
};

/** The structural schema of what a user may write; defaulted fields are optional in it. */
export function toStructuralSchema(schema: z.ZodType): StructuralSchema {
  const json = z.toJSONSchema(schema, {
    target: 'openapi-3.0',
    io: 'input',
    override: ({ jsonSchema }) => {
      if (jsonSchema['x-kubernetes-int-or-string'] === true) delete jsonSchema.anyOf;
    },
  });
  return withDefaultsInDescriptions(json as StructuralSchema);
}

/** `kubectl explain` does not print defaults, so the descriptions say them. */
function withDefaultsInDescriptions(schema: StructuralSchema): StructuralSchema {
  const { description, default: value, properties, items, additionalProperties } = schema;
  const isScalar = value !== undefined && (typeof value !== 'object' || value === null);
  return {
    ...schema,
    ...(description !== undefined && isScalar ? { description: `${description} Default: ${String(value)}.` } : {}),
    ...(properties === undefined ? {} : { properties: mapProperties(properties) }),
    ...(items === undefined ? {} : { items: withDefaultsInDescriptions(items) }),
    ...(additionalProperties === undefined ? {} : { additionalProperties: withDefaultsInDescriptions(additionalProperties) }),
  };
}

function mapProperties(properties: Readonly<Record<string, StructuralSchema>>): Readonly<Record<string, StructuralSchema>> {
  return Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, withDefaultsInDescriptions(property)]));
}

import fc from 'fast-check';

/** As much of a structural schema of a CustomResourceDefinition as decides what is valid; its CEL rules are not looked at. */
export type StructuralSchema = {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, StructuralSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: StructuralSchema | boolean;
  readonly items?: StructuralSchema;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly 'x-kubernetes-int-or-string'?: boolean;
};

/** Long enough to differ, short enough to generate thousands. */
const longestText = 24;
const mostItems = 2;

/** Anything that the schema allows: each optional field is there or not. Lists and maps stay short. */
export function anyBySchema(schema: StructuralSchema): fc.Arbitrary<unknown> {
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema['x-kubernetes-int-or-string'] === true) return fc.oneof(anyNumber(schema), anyText(schema));
  switch (schema.type) {
    case 'object':
      return anyObject(schema);
    case 'array':
      return fc.array(anyBySchema(schema.items ?? {}), { maxLength: mostItems });
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return anyNumber(schema);
    case 'string':
      return anyText(schema);
    default:
      return fc.constant(undefined);
  }
}

function anyObject({ properties = {}, required = [], additionalProperties }: StructuralSchema): fc.Arbitrary<unknown> {
  if (typeof additionalProperties === 'object') {
    const key = fc.stringMatching(/^[a-z][a-z-]{0,10}[a-z]$/);
    return fc.dictionary(key, anyBySchema(additionalProperties), { maxKeys: mostItems });
  }
  const fields = Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, anyBySchema(field)]));
  return fc.record(fields, { requiredKeys: [...required] });
}

function anyNumber({ minimum = 0, maximum = 2 ** 31 - 1 }: StructuralSchema): fc.Arbitrary<number> {
  return fc.integer({ min: minimum, max: maximum });
}

function anyText({ pattern, minLength = 0, maxLength = longestText }: StructuralSchema): fc.Arbitrary<string> {
  const max = Math.max(minLength, Math.min(maxLength, longestText));
  if (pattern === undefined) return fc.string({ minLength, maxLength: max });
  const expression = new RegExp(pattern, 'u');
  // What matches a negated class is drawn from everything that is printable.
  if (pattern.startsWith('^[^')) return fc.string({ minLength, maxLength: max, unit: 'grapheme' }).filter((text) => expression.test(text));
  return fc.stringMatching(expression, { size: 'small' }).filter((text) => text.length >= minLength && text.length <= maxLength);
}

import fc from 'fast-check';
import type { StructuralSchema } from '../src/index.ts';

/** Values that satisfy the schema, its CEL rules aside. */
export function arbitraryFromSchema(schema: StructuralSchema): fc.Arbitrary<unknown> {
  if (schema['x-kubernetes-int-or-string'] === true) return fc.oneof(fc.nat(), text(schema));
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case 'string':
      return text(schema);
    case 'integer':
      return fc.integer({ min: Math.max(schema.minimum ?? 0, -(2 ** 31)), max: Math.min(schema.maximum ?? 2 ** 31 - 1, 2 ** 31 - 1) });
    case 'boolean':
      return fc.boolean();
    case 'array':
      return listFrom(schema);
    default:
      return objectFrom(schema);
  }
}

/** Properties such as \p{Cc} are beyond fast-check: where they occur, any text is tried. */
function text({ pattern = '^.*$', minLength = 0, maxLength = 100 }: StructuralSchema): fc.Arbitrary<string> {
  const expression = new RegExp(pattern, 'u');
  const candidates = pattern.includes('\\p{') ? fc.string({ unit: 'grapheme' }) : fc.stringMatching(expression, { size: 'small' });
  return candidates.filter((value) => expression.test(value) && value.length >= minLength && value.length <= maxLength);
}

function listFrom({ items = {}, maxItems = 3, 'x-kubernetes-list-map-keys': keys }: StructuralSchema): fc.Arbitrary<unknown> {
  const size = { maxLength: Math.min(maxItems, 3) };
  if (keys === undefined) return fc.array(arbitraryFromSchema(items), size);
  const identity = (entry: unknown) => JSON.stringify(keys.map((key) => (entry as Readonly<Record<string, unknown>>)[key]));
  return fc.uniqueArray(arbitraryFromSchema(items), { ...size, selector: identity });
}

function objectFrom({ additionalProperties, properties = {}, required = [] }: StructuralSchema): fc.Arbitrary<unknown> {
  if (additionalProperties !== undefined) {
    return fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9]{0,20}$/), arbitraryFromSchema(additionalProperties), { maxKeys: 4 });
  }
  const fields = Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, arbitraryFromSchema(property)]));
  return fc.record(fields, { requiredKeys: [...required] });
}

const tiedFields = [
  'version',
  'quorum',
  'className',
  'loadBalancerClass',
  'externalTrafficPolicy',
  'resources',
  'size',
  'tls',
  'users',
  'authorization',
  'listeners',
  'networkPolicy',
];

/** What remains of a random spec without the fields that CEL rules tie to others. */
export function withoutTiedFields(spec: unknown): object {
  return JSON.parse(JSON.stringify(spec, (key, value: unknown) => (tiedFields.includes(key) ? undefined : value)));
}

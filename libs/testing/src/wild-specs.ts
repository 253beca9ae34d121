import fc from 'fast-check';
import { anyBySchema, type StructuralSchema } from './any-by-schema.ts';
import { wildValues } from './wild-values.ts';

export type WildSpec = {
  /** The field that has a value nobody should write, or one that few think of. */
  readonly path: readonly string[];
  readonly spec: object;
};

/**
 * Specs that say one thing only, and that strangely: one field, of any depth, has one of its `wildValues`; beside it stands what its
 * list or object requires. The fields of a level are as likely as each other, whatever is beneath them.
 *
 * @param base what every spec has to say
 */
export function wildSpecs(schema: StructuralSchema, base: object = {}): fc.Arbitrary<WildSpec> {
  const optional = { ...schema, required: [] };
  return within('spec', optional, false).map(({ path, value }) => ({ path, spec: { ...base, ...(value as object) } }));
}

type Wild = { readonly path: readonly string[]; readonly value: unknown };

/** `mayEnd`: whether the value itself may be wild, and not only something in it. */
function within(field: string, schema: StructuralSchema, mayEnd = true): fc.Arbitrary<Wild> {
  const ends = fc.constantFrom(...wildValues(field, schema)).map((value): Wild => ({ path: [], value }));
  const deeper = beneath(schema);
  if (deeper === undefined) return ends;
  return mayEnd ? fc.oneof({ weight: 1, arbitrary: ends }, { weight: 3, arbitrary: deeper }) : deeper;
}

function beneath({ properties = {}, required = [], items }: StructuralSchema): fc.Arbitrary<Wild> | undefined {
  if (items !== undefined) return within('', items).map(({ path, value }) => ({ path: ['0', ...path], value: [value] }));
  const names = Object.keys(properties);
  if (names.length === 0) return undefined;
  const needed = fc.record(Object.fromEntries(required.map((name) => [name, anyBySchema(properties[name] ?? {})])));
  return fc.constantFrom(...names).chain((name) =>
    fc.tuple(needed, within(name, properties[name] ?? {})).map(([rest, { path, value }]) => ({
      path: [name, ...path],
      value: { ...rest, [name]: value },
    })),
  );
}

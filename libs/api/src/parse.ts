import type { z } from 'zod';
import { type StructuralSchema, toStructuralSchema } from './structural-schema.ts';

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

type Path = readonly PropertyKey[];

const maxIssues = 5;
/** What is no name, such as a key with a line end in it, is quoted, and cut here. */
const longestQuote = 40;

/** Made when a kind's first object is refused: it takes some milliseconds. */
const structures = new WeakMap<z.ZodType, StructuralSchema>();

/**
 * Parses with defaults filled in and unknown fields left out. Never throws.
 *
 * @param resource full name of the resource, for the remedy in the message
 */
export function parseWith<T>(schema: z.ZodType, object: unknown, resource: string): Parsed<T> {
  const result = schema.safeParse(object);
  if (result.success) return { ok: true, value: result.data as T };
  const issues = result.error.issues.slice(0, maxIssues).map(({ path, message }) => `${path.map(inPath).join('.')}: ${message}`);
  const more = result.error.issues.length - issues.length;
  const rest = more > 0 ? `; and ${more} more` : '';
  const field = [resource, ...explained(schema, result.error.issues[0]?.path ?? [])].join('.');
  return {
    ok: false,
    message: `${issues.join('; ')}${rest}. Correct the object; \`kubectl explain ${field}\` says what is accepted`,
  };
}

function inPath(part: PropertyKey): string {
  const name = String(part);
  return /^[\w./-]{1,253}$/.test(name) ? name : JSON.stringify(name.slice(0, longestQuote));
}

/** As much of a path as `kubectl explain` knows: it takes no places in a list and no keys of a map. */
function explained(schema: z.ZodType, path: Path): readonly string[] {
  const fields: string[] = [];
  let node: StructuralSchema | undefined = structureOf(schema);
  for (const part of path) {
    node = typeof part === 'number' ? node?.items : node?.properties?.[String(part)];
    if (node === undefined) break;
    if (typeof part !== 'number') fields.push(String(part));
  }
  return fields;
}

function structureOf(schema: z.ZodType): StructuralSchema {
  const known = structures.get(schema) ?? toStructuralSchema(schema);
  structures.set(schema, known);
  return known;
}

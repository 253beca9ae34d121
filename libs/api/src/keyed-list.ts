import { z } from 'zod';

/** A list whose entries are told apart by `keys`, which server-side apply merges entry by entry. */
export function keyedList<E extends z.ZodType>(element: E, maxItems: number, keys: readonly string[]) {
  return z
    .array(element)
    .max(maxItems)
    .refine((entries) => areDistinct(entries, keys), { error: `must not name the same ${keys.join(' and ')} twice` })
    .meta({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': keys });
}

function areDistinct(entries: readonly unknown[], keys: readonly string[]): boolean {
  const identities = entries.map((entry) => JSON.stringify(keys.map((key) => (entry as Readonly<Record<string, unknown>>)[key])));
  return new Set(identities).size === entries.length;
}

import { z } from 'zod';

/** A map of at most `maxProperties` entries. zod has no such bound of its own, and CEL needs it to bound its cost. */
export function boundedMap<V extends z.ZodType>(value: V, maxProperties: number) {
  return z
    .record(z.string(), value)
    .refine((map) => Object.keys(map).length <= maxProperties, { error: `must have at most ${maxProperties} entries` })
    .meta({ maxProperties });
}

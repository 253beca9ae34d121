import { z } from 'zod';

export type IntOrString = number | string;

type IntOrStringOptions = {
  /** For the string form, in what Go and JavaScript (with the flag u) have in common: no lookaheads, no \u escapes. */
  readonly pattern: string;
  /** Characters of the string form. */
  readonly maxLength: number;
  /** Shown when the string form does not fit the pattern. */
  readonly message: string;
};

/**
 * A whole number or a string. The API server allows no typed alternatives in a structural schema, only its own
 * extension: `toStructuralSchema` drops zod's `anyOf`, which is why all bounds are repeated beside it. Numbers end where
 * JavaScript would round them silently; a larger one can be written as a string.
 */
export function intOrString({ pattern, maxLength, message }: IntOrStringOptions) {
  const text = z.string().max(maxLength).regex(new RegExp(pattern, 'u'), message);
  return z.union([z.int(), text], { error: message }).meta({
    'x-kubernetes-int-or-string': true,
    pattern,
    maxLength,
    minimum: Number.MIN_SAFE_INTEGER,
    maximum: Number.MAX_SAFE_INTEGER,
  });
}

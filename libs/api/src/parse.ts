import type { z } from 'zod';

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

const maxIssues = 5;

/**
 * Parses with defaults filled in and unknown fields left out. Never throws.
 *
 * @param resource full name of the resource, for the remedy in the message
 */
export function parseWith<T>(schema: z.ZodType, object: unknown, resource: string): Parsed<T> {
  const result = schema.safeParse(object);
  if (result.success) return { ok: true, value: result.data as T };
  const issues = result.error.issues.slice(0, maxIssues).map((issue) => `${issue.path.map(String).join('.')}: ${issue.message}`);
  const more = result.error.issues.length - issues.length;
  const rest = more > 0 ? `; and ${more} more` : '';
  const field = result.error.issues[0]?.path.filter((part) => typeof part === 'string').join('.') ?? '';
  return {
    ok: false,
    message: `${issues.join('; ')}${rest}. Correct the object; \`kubectl explain ${resource}.${field}\` says what is accepted`,
  };
}

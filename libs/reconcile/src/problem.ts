import type { Problem } from '@dataservices/plan';

/** A failure in the words of a status. */
export function problemOf(error: unknown): Problem {
  const { name, code, retry } = (typeof error === 'object' && error !== null ? error : {}) as Partial<
    Readonly<Record<'name' | 'code' | 'retry', unknown>>
  >;
  return { reason: String(code ?? name ?? 'Error').replace(/\W/g, ''), message: messageOf(error), isTerminal: retry === 'terminal' };
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

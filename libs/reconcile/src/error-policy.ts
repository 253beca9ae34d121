import type { Retry } from '@dataservices/kube';

/** A pass took longer than its deadline. It is tried again with backoff. */
export class DeadlineExceeded extends Error {
  override readonly name = 'DeadlineExceeded';
  readonly code = 'DeadlineExceeded';
  readonly retry: Retry = 'backoff';

  constructor(deadlineMs: number) {
    super(`reconcile took longer than ${deadlineMs} ms: something that it asks does not answer`);
  }
}

/** What becomes of a key whose reconcile threw. */
export type ErrorDecision =
  | { readonly kind: 'backoff' }
  /** Nothing until an event or the next resync. */
  | { readonly kind: 'terminal' }
  | { readonly kind: 'after'; readonly afterMs: number };

/**
 * An error says itself what to do, by its `retry`: 'backoff' | 'terminal' | { afterMs }. One that says nothing is
 * unforeseen, and is tried again with backoff.
 */
export function decideOnError(error: unknown): ErrorDecision {
  const retry = retryOf(error);
  if (retry === 'terminal') return { kind: 'terminal' };
  if (typeof retry === 'object' && retry !== null && Number.isFinite(retry.afterMs))
    return { kind: 'after', afterMs: Math.max(0, retry.afterMs) };
  return { kind: 'backoff' };
}

function retryOf(error: unknown): Retry | undefined {
  return typeof error === 'object' && error !== null && 'retry' in error ? (error.retry as Retry) : undefined;
}

/** An error that does not say what to do about it: nobody has thought of it, and it is most likely a bug. */
export function isUnforeseen(error: unknown): boolean {
  return retryOf(error) === undefined;
}

/** Another writer came first: normal among controllers, worth no alarm. */
export function isConflict(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'Conflict';
}

import type { Retry } from '@dataservices/kube';

/** Timeout and Unreachable: nobody knows what became of it. Unauthorized: the password is not the operator's. Refused: it answered, and said no. */
export type RabbitmqErrorCode = 'Timeout' | 'Unreachable' | 'Unauthorized' | 'Refused' | 'Unreadable';

/** A call of the management API that failed. */
export class RabbitmqError extends Error {
  override readonly name = 'RabbitmqError';
  readonly code: RabbitmqErrorCode;
  readonly retry: Retry = 'backoff';
  /** Of the answer, where there was one. */
  readonly status: number | undefined;

  constructor(code: RabbitmqErrorCode, message: string, options?: ErrorOptions & { readonly status?: number }) {
    super(message, options);
    this.code = code;
    this.status = options?.status;
  }
}

/** Statuses that blame a request for its moment: what it is about is not there, others change it, or there are too many requests. */
const ofTheMoment: readonly number[] = [404, 408, 409, 429];

/** Whether RabbitMQ says no to what was asked, and not to whom or when. */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof RabbitmqError) || error.code !== 'Refused' || error.status === undefined) return false;
  return error.status >= 400 && error.status < 500 && !ofTheMoment.includes(error.status);
}

import type { RequestEnd } from './request-record.ts';

export type RestartEndInput = {
  /** Whether everybody is there and does its part. */
  readonly isWhole: boolean;
  /** Whether a pod is still to restart: the token of the request is part of what pods are compared with. */
  readonly isAnyOutdated: boolean;
};

/** How a request for a restart ends, once it does. */
export function restartEnd({ isWhole, isAnyOutdated }: RestartEndInput): RequestEnd | undefined {
  return isWhole && !isAnyOutdated ? { state: 'Handled', message: 'every pod has restarted' } : undefined;
}

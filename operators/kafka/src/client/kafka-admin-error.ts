import type { Retry } from '@dataservices/kube';

/**
 * Timeout and Unreachable: nobody knows what became of it. Expired: it was not asked, as its certificate is valid no longer. Unauthorized: Kafka does not know the operator, or does not let it. Unsupported: no version
 * that both sides speak. Refused: it answered, and said no. Unreadable: it answered something else.
 */
export type KafkaAdminErrorCode = 'Timeout' | 'Unreachable' | 'Expired' | 'Unauthorized' | 'Unsupported' | 'Refused' | 'Unreadable';

/** A call of Kafka's that failed. */
export class KafkaAdminError extends Error {
  override readonly name = 'KafkaAdminError';
  readonly code: KafkaAdminErrorCode;
  readonly retry: Retry = 'backoff';
  /** Kafka's name of the error where it answered with one, such as NOT_CONTROLLER. */
  readonly protocol: string | undefined;

  constructor(code: KafkaAdminErrorCode, message: string, options?: ErrorOptions & { readonly protocol?: string | undefined }) {
    super(message, options);
    this.code = code;
    this.protocol = options?.protocol;
  }
}

/** Whether whoever was asked does not lead any more, and another one is to be asked. */
export function isElsewhere(error: unknown): boolean {
  return ['NOT_LEADER_OR_FOLLOWER', 'NOT_CONTROLLER'].some((name) => isKafkaAdminError(error, name));
}

/** Whether Kafka says no to what was asked, and not to whom. */
export function isRefusal(error: unknown): boolean {
  return isKafkaAdminError(error) && error.code === 'Refused' && !isElsewhere(error);
}

/** @param protocol Kafka's name of the error; any without it */
export function isKafkaAdminError(error: unknown, protocol?: string): error is KafkaAdminError {
  return error instanceof KafkaAdminError && (protocol === undefined || error.protocol === protocol);
}

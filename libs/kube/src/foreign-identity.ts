import { isKubeError, KubeError } from './errors.ts';

/**
 * To a patch or an apply, another uid is an attempt to change it, and so 'Invalid'. To the caller it is a precondition
 * that does not hold.
 */
export function isForeignIdentity(error: unknown): error is KubeError {
  return isKubeError(error, 'Invalid') && (error.details?.causes ?? []).some(({ field }) => field === 'metadata.uid');
}

export function asConflict(cause: KubeError): KubeError {
  return new KubeError({ code: 'Conflict', status: 409, message: cause.message, details: cause.details, cause });
}

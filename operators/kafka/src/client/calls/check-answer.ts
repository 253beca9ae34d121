import { KafkaAdminError, type KafkaAdminErrorCode } from '../kafka-admin-error.ts';
import type { Refusal } from '../views.ts';
import { errorName, noError } from '../wire/error-names.ts';

/** What answers have in common; the name of the message differs from one to the next. */
export type Answered = { readonly error: number; readonly message?: string | null };

/** @param what was asked for, for the message. @throws KafkaAdminError where the code is none of those expected */
export function checkAnswer(what: string, { error, message }: Answered, expected: readonly string[] = []): void {
  const name = errorName(error);
  if (error === noError || expected.includes(name)) return;
  throw new KafkaAdminError(codeOf(name), `${what}: ${name}${message == null || message === '' ? '' : `: ${message}`}`, { protocol: name });
}

/** The same for a part of a request; undefined where it was carried out. */
export function refusalOf(
  part: { readonly topic: string; readonly partition?: number },
  { error, message }: Answered,
  expected: readonly string[] = [],
): Refusal | undefined {
  const name = errorName(error);
  return error === noError || expected.includes(name) ? undefined : { ...part, error: name, message: message ?? '' };
}

function codeOf(name: string): KafkaAdminErrorCode {
  if (name.endsWith('AUTHORIZATION_FAILED') || name.endsWith('AUTHENTICATION_FAILED')) return 'Unauthorized';
  if (name === 'UNSUPPORTED_VERSION') return 'Unsupported';
  return name === 'REQUEST_TIMED_OUT' ? 'Timeout' : 'Refused';
}

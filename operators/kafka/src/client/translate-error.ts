import { KafkaAdminError, type KafkaAdminErrorCode } from './kafka-admin-error.ts';

/** Whatever was thrown while a node was talked to, as the error that callers know. */
export function translateError(error: unknown, what: string): KafkaAdminError {
  if (error instanceof KafkaAdminError) return error.message.startsWith(what) ? error : renamed(error, what);
  const message = error instanceof Error ? error.message : String(error);
  return new KafkaAdminError(codeOf(error), `${what}: ${message}`, { cause: error });
}

function codeOf(error: unknown): KafkaAdminErrorCode {
  const { name = '', code = '' } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  if (code === 'CERT_HAS_EXPIRED') return 'Expired';
  return name === 'KafkaJSSASLAuthenticationError' ? 'Unauthorized' : name === 'KafkaJSRequestTimeoutError' ? 'Timeout' : 'Unreachable';
}

function renamed({ code, message, protocol }: KafkaAdminError, what: string): KafkaAdminError {
  return new KafkaAdminError(code, `${what}: ${message}`, { protocol });
}

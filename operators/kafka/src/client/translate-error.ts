import { KafkaAdminError, type KafkaAdminErrorCode } from './kafka-admin-error.ts';

/** Whatever was thrown while a node was talked to, as the error that callers know. */
export function translateError(error: unknown, what: string): KafkaAdminError {
  if (error instanceof KafkaAdminError) return error.message.startsWith(what) ? error : renamed(error, what);
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
  const code: KafkaAdminErrorCode =
    name === 'KafkaJSSASLAuthenticationError' ? 'Unauthorized' : name === 'KafkaJSRequestTimeoutError' ? 'Timeout' : 'Unreachable';
  return new KafkaAdminError(code, `${what}: ${message}`, { cause: error });
}

function renamed({ code, message, protocol }: KafkaAdminError, what: string): KafkaAdminError {
  return new KafkaAdminError(code, `${what}: ${message}`, { protocol });
}

import type { Target } from './port.ts';

export type RedisErrorCode = 'Unreachable' | 'Timeout' | 'WrongPassword' | 'Untrusted' | 'InProgress' | 'NoGoodReplica' | 'Refused';

/** A call to a Redis server or sentinel that failed. */
export class RedisError extends Error {
  readonly code: RedisErrorCode;
  readonly retry = 'backoff';

  constructor(code: RedisErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RedisError';
    this.code = code;
  }

  static from({ pod, port }: Target, error: unknown): RedisError {
    if (error instanceof RedisError) return error;
    const text = error instanceof Error ? error.message : String(error);
    const code = codeOf(error, text);
    return new RedisError(code, `${pod}:${port}: ${text}`, { cause: error });
  }
}

/** The first word of an error reply is part of the protocol; what ioredis itself says is told by the error's fields. */
function codeOf(error: unknown, text: string): RedisErrorCode {
  if (isTimeout(error)) return 'Timeout';
  if (isUntrusted(error)) return 'Untrusted';
  const [word] = text.split(' ', 1);
  switch (word) {
    case 'WRONGPASS':
    case 'NOAUTH':
      return 'WrongPassword';
    case 'INPROG':
      return 'InProgress';
    case 'NOGOODSLAVE':
      return 'NoGoodReplica';
    default:
      return (error as { name?: unknown } | null)?.name === 'ReplyError' ? 'Refused' : 'Unreachable';
  }
}

/** Whether nothing was heard in time. */
function isTimeout(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { readonly code?: unknown; readonly message?: unknown };
  return code === 'ETIMEDOUT' || message === 'Command timed out';
}

/** Whether the certificate of the other side is what is wrong, by the codes of OpenSSL's verification and of Node's. */
function isUntrusted(error: unknown): boolean {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' && /^(CERT_|ERR_TLS_CERT_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_(GET_ISSUER|VERIFY_LEAF))/.test(code);
}

const byMessage: readonly (readonly [RegExp, string])[] = [
  [/Command timed out/i, 'CommandTimeout'],
  [/Socket timeout/i, 'SocketTimeout'],
  [/isn't writeable|enableOfflineQueue/i, 'NotConnected'],
  [/max retries per request|Connection is closed|Stream connection ended/i, 'ConnectionLost'],
];

/** A short stable name for the counters: Redis' own code (`READONLY`), the system's (`ECONNREFUSED`), or what the client says. */
export function errorName(error: unknown): string {
  if (!(error instanceof Error)) return 'Unknown';
  if (error.name === 'ReplyError') return error.message.match(/^[A-Z]+/)?.[0] ?? 'ReplyError';
  const { code } = error as NodeJS.ErrnoException;
  if (code) return code;
  return byMessage.find(([pattern]) => pattern.test(error.message))?.[1] ?? error.name;
}

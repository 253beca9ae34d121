import { readRequest } from './request.ts';
import { isSameRequest, type RequestRecord } from './request-record.ts';

/**
 * What goes into the hash of every pod, so that a restart that is asked for is an ordinary roll. It is the newest token, for good:
 * an annotation that is taken away or returns to an older value restarts nobody. Undefined until a restart was asked for.
 */
export function restartToken(
  annotations: Readonly<Record<string, string>> | undefined,
  records: readonly RequestRecord[] | undefined,
): string | undefined {
  const asked = readRequest(annotations, 'restart');
  const known = (records ?? []).filter(({ name, state }) => name === 'restart' && state !== 'Refused');
  const isNew = asked !== undefined && !('refusal' in asked) && !known.some((record) => isSameRequest(record, asked));
  return isNew ? asked.token : known.at(-1)?.token;
}

import { readFileSync } from 'node:fs';

/** The last lines of a log, for an error message. */
export function logTail(path: string, lines = 15): string {
  try {
    return `the end of ${path}:\n${readFileSync(path, 'utf8').trimEnd().split('\n').slice(-lines).join('\n')}`;
  } catch {
    return `${path} cannot be read`;
  }
}

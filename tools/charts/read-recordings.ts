import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Recording } from '@dataservices/observability';

/** The recordings of a folder by the `uid` of their dashboard; none where there is no folder. */
export function readRecordings(folder: string): ReadonlyMap<string, Recording> {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  const recordings = names.sort().map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Recording);
  return new Map(recordings.map((recording) => [recording.dashboard, recording]));
}

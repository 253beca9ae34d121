import { askServer } from './ask-server.ts';
import type { RedisRef } from './redis-object.ts';
import { sentinelPods } from './redis-objects-of.ts';
import type { TestBed } from './test-bed.ts';

/** A replica or another sentinel, as one sentinel sees it. */
export type TableRow = { readonly host: string; readonly flags: string };

/** What each sentinel has in its tables, by its pod. @throws Error where one does not answer */
export async function readTables(bed: TestBed, ref: RedisRef): Promise<ReadonlyMap<string, readonly TableRow[]>> {
  const masterName = `${ref.namespace}-${ref.name}`;
  const pods = await sentinelPods(bed, ref);
  const tables = pods.map(async ({ metadata }) => {
    const address = { namespace: ref.namespace, pod: metadata.name, container: 'sentinel' } as const;
    const texts = await Promise.all(['replicas', 'sentinels'].map((table) => askServer(bed, address, ['sentinel', table, masterName])));
    return [metadata.name, texts.flatMap(rowsOf)] as const;
  });
  return new Map(await Promise.all(tables));
}

/** Fields and values in turn, one on a line; every row begins with its name. */
function rowsOf(text: string): readonly TableRow[] {
  const lines = text.split(/\r?\n/);
  const starts = lines.flatMap((line, at) => (at % 2 === 0 && line === 'name' ? [at] : []));
  return starts.map((start) => ({ host: fieldAt(lines, start, 'ip'), flags: fieldAt(lines, start, 'flags') }));
}

function fieldAt(lines: readonly string[], start: number, field: string): string {
  for (let at = start; at + 1 < lines.length; at += 2) if (lines[at] === field) return lines[at + 1] ?? '';
  return '';
}

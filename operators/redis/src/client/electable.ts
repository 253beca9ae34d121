import type { MonitoringView } from './port.ts';

/** One replica in the table of a sentinel: fields by their names. */
export type Row = ReadonlyMap<string, string>;

/** Whether the sentinel would promote it. */
export function isElectable(replica: Row): boolean {
  const isDown = /s_down|o_down|disconnected/.test(replica.get('flags') ?? '');
  return !isDown && replica.get('slave-priority') !== '0';
}

/** Whom of these it would promote first. The lowest priority comes first; only among equals does it count how much a replica had when it was last asked. */
export function rankingOf(electable: readonly Row[]): Pick<MonitoringView, 'favourite' | 'foremost'> {
  const preferred = highest(electable, (replica) => -Number(replica.get('slave-priority') ?? 100));
  const [favourite, second] = preferred.map(hostOf);
  return {
    ...(favourite !== undefined && second === undefined && { favourite }),
    foremost: highest(preferred, (replica) => Number(replica.get('slave-repl-offset') ?? 0)).map(hostOf),
  };
}

function highest(replicas: readonly Row[], score: (replica: Row) => number): readonly Row[] {
  const best = Math.max(...replicas.map(score));
  return replicas.filter((replica) => score(replica) === best);
}

function hostOf(replica: Row): string {
  return replica.get('ip') ?? '';
}

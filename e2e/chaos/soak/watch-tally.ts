import type { WatchReport } from '@dataservices/kube';

/** What all watches of a soak have met, across clients and restarts. */
export type WatchTally = {
  /** By type, failures by code as well: `failed Timeout`. */
  readonly reports: Map<string, number>;
  /** Changes that listeners of caches heard of. */
  changes: number;
  /** What must never happen, in words; the first few. */
  readonly breaches: string[];
};

export function emptyTally(): WatchTally {
  return { reports: new Map(), changes: 0, breaches: [] };
}

export function noteReport({ reports }: WatchTally, report: WatchReport): void {
  const name = report.type === 'failed' ? `failed ${report.code}` : report.type;
  reports.set(name, (reports.get(name) ?? 0) + 1);
}

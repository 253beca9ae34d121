import type { ClientOutcome } from '../src/fault-run.ts';
import { formatSeconds, formatTable } from '../src/format-table.ts';
import type { PerLoad } from '../src/load-kinds.ts';

/** The clients of the demo. */
export const shownKinds = ['plain', 'wait'] as const;
export type Shown = (typeof shownKinds)[number];

/** The longest time without writes that is promised for the loss of any one node. */
export const promisedGapMs = 10_000;

/** One row a client: what it wrote, what was lost, how long it waited. */
export function outcomeTable({ plain, wait }: PerLoad<ClientOutcome, Shown>): string {
  const row = (name: string, { acknowledged, lost, gapMs, healGapMs }: ClientOutcome) => [
    name,
    String(acknowledged),
    lost === null ? 'unknown' : String(lost),
    formatSeconds(gapMs),
    formatSeconds(healGapMs),
  ];
  return formatTable(
    ['client', 'acknowledged', 'lost', 'without writes', 'when it came back'],
    [row('plain SET', plain), row('SET + WAIT 1', wait)],
  );
}

/** What was promised and not kept, one sentence each. */
export function brokenPromises({ plain, wait }: PerLoad<ClientOutcome, Shown>): readonly string[] {
  const gapMs = Math.max(plain.gapMs, wait.gapMs);
  return [
    ...(gapMs > promisedGapMs
      ? [`there were no writes for ${formatSeconds(gapMs)}, and at most ${formatSeconds(promisedGapMs, 0)} are promised`]
      : []),
    ...(wait.lost === null ? [`the confirmed writes could not be read back: ${wait.verifyError ?? 'no reason was given'}`] : []),
    ...(wait.lost !== null && wait.lost > 0 ? [`${wait.lost} writes that a replica had confirmed are gone, and none may be`] : []),
    ...(wait.acknowledged === 0 ? ['no confirmed write was made at all, so nothing was shown'] : []),
  ];
}

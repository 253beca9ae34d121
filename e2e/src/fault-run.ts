import { formatSeconds } from './format-table.ts';
import type { LoadSummary } from './load.ts';
import { type LoadKind, loadClients, loadKinds, mapLoads, type PerLoad } from './load-kinds.ts';
import { startLoads } from './loads.ts';
import type { Fault } from './node-faults.ts';
import { awaitRest, type RedisRef } from './redis-object.ts';
import { masterPod } from './redis-objects-of.ts';
import type { TestBed } from './test-bed.ts';

export type FaultInput<K extends LoadKind = LoadKind> = {
  readonly cluster: RedisRef;
  /** Names the fault, the mark and the clients; new for each run. */
  readonly name: string;
  /** Which clients write meanwhile; default all. */
  readonly kinds?: readonly K[];
  readonly avoidNode?: string | undefined;
  /** Breaks something; may return how to mend it again. */
  readonly inject: () => Promise<Fault | undefined> | Promise<void>;
  /** How long after `inject` its effect may still come; default 8 s. */
  readonly settleMs?: number;
  /** How long writes may stay away before the run is given up; default 60 s. */
  readonly timeoutMs?: number;
  /** Whether it must be whole before the clients end; default true. */
  readonly awaitsRest?: boolean;
};

/** What the clients saw of one fault. */
export type FaultOutcome<K extends LoadKind = LoadKind> = PerLoad<ClientOutcome, K> & { readonly masterBefore: string };

export type ClientOutcome = {
  /** Longest time without a successful write after the fault. */
  readonly gapMs: number;
  /** The same while what was broken came back. */
  readonly healGapMs: number | undefined;
  readonly acknowledged: number;
  /** Acknowledged writes that could not be read afterwards; null where nobody could be asked. */
  readonly lost: number | null;
  readonly errors: Readonly<Record<string, number>>;
  readonly verifyError: string | undefined;
};

/** Breaks something under load, waits until it is whole again, and says what the clients saw. */
export async function runFault<K extends LoadKind = LoadKind>(bed: TestBed, input: FaultInput<K>): Promise<FaultOutcome<K>> {
  const { cluster, name, avoidNode, inject, settleMs, timeoutMs = 60_000, awaitsRest = true } = input;
  const kinds = input.kinds ?? (loadKinds as readonly LoadKind[] as readonly K[]);
  const masterBefore = (await masterPod(bed, cluster)).metadata.name;
  const loads = await startLoads(bed, { cluster, name, kinds, avoidNode });
  await loads.mark(name);
  const fault = await inject();
  await loads.awaitRecovery({ timeoutMs, settleMs });
  if (fault) {
    await loads.mark('heal');
    await fault.heal();
  }
  if (awaitsRest) await awaitRest(bed, cluster, name);
  const outcomes = await mapLoads(await loads.finish(), outcomeOf);
  // Not after a failure: then the clients' logs are evidence.
  await loads.remove();
  return { ...outcomes, masterBefore };
}

export function outcomeOf({ marks, acknowledged, lost, errors, verifyError, longestGapMs }: LoadSummary): ClientOutcome {
  const [fault, heal] = marks;
  return { gapMs: fault?.gapMs ?? longestGapMs, healGapMs: heal?.gapMs, acknowledged, lost, errors, verifyError };
}

/** What each client saw, in the order of `loadKinds`. */
export function clientsOf(outcome: Partial<PerLoad<ClientOutcome>>): readonly (readonly [LoadKind, ClientOutcome])[] {
  return loadKinds.flatMap((kind) => (outcome[kind] === undefined ? [] : [[kind, outcome[kind]] as const]));
}

/** For figures: `plain: gap 1.20 s, lost 3 of 4012, failed: CommandTimeout 240; WAIT 1: …`. Gaps are of those that follow. */
export function describeOutcome(outcome: Partial<PerLoad<ClientOutcome>>): string {
  return clientsOf(outcome)
    .map(([kind, client]) => describeClient(kind, client))
    .join('; ');
}

function describeClient(kind: LoadKind, { gapMs, healGapMs, lost, acknowledged, errors, verifyError }: ClientOutcome): string {
  const { label, follows } = loadClients[kind];
  const heal = healGapMs === undefined ? '' : `, at its return ${formatSeconds(healGapMs)}`;
  const causes = Object.entries(errors).map(([error, count]) => `${error} ${count}`);
  const parts = [
    ...(follows ? [`gap ${formatSeconds(gapMs)}${heal}`] : []),
    `lost ${lost ?? '?'} of ${acknowledged}`,
    ...(causes.length === 0 ? [] : [`failed: ${causes.join(', ')}`]),
    ...(verifyError === undefined ? [] : [verifyError]),
  ];
  return `${label}: ${parts.join(', ')}`;
}

import { formatSeconds } from './format-table.ts';
import type { LoadSummary } from './load.ts';
import { type Both, type LoadPair, startLoadPair } from './load-pair.ts';
import { awaitRest, type RedisRef } from './redis-object.ts';
import { masterPod } from './redis-objects-of.ts';
import type { TestBed } from './test-bed.ts';

export type FaultInput = {
  readonly cluster: RedisRef;
  /** Names the fault, the mark and the clients; new for each run. */
  readonly name: string;
  readonly avoidNode?: string | undefined;
  /** Breaks something; may return how to mend it again. */
  readonly inject: () => Promise<{ readonly heal: () => Promise<void> } | undefined | void>;
  /** Whether it must be whole before the clients end; default true. */
  readonly awaitsRest?: boolean;
};

/** What two clients saw of one fault. */
export type FaultOutcome = Both<ClientOutcome> & { readonly masterBefore: string };

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

const recoveryTimeoutMs = 60_000;

/** Breaks something under load, waits until it is whole again, and says what the clients saw. */
export async function runFault(bed: TestBed, input: FaultInput): Promise<FaultOutcome> {
  const { cluster, name, avoidNode, inject, awaitsRest = true } = input;
  const masterBefore = (await masterPod(bed, cluster)).metadata.name;
  const pair = await startLoadPair(bed, { cluster, name, avoidNode });
  await pair.mark(name);
  const fault = await inject();
  await pair.awaitRecovery({ timeoutMs: recoveryTimeoutMs });
  if (fault) {
    await pair.mark('heal');
    await fault.heal();
  }
  if (awaitsRest) await awaitRest(bed, cluster, name);
  const outcome = { ...(await finishPair(pair)), masterBefore };
  // Not after a failure: then the clients' logs are evidence.
  await pair.remove();
  return outcome;
}

async function finishPair(pair: LoadPair): Promise<Both<ClientOutcome>> {
  const { plain, wait } = await pair.finish();
  return { plain: outcomeOf(plain), wait: outcomeOf(wait) };
}

export function outcomeOf({ marks, acknowledged, lost, errors, verifyError, longestGapMs }: LoadSummary): ClientOutcome {
  const [fault, heal] = marks;
  return { gapMs: fault?.gapMs ?? longestGapMs, healGapMs: heal?.gapMs, acknowledged, lost, errors, verifyError };
}

/** For figures: `gap 1.20 s (WAIT 1: 1.31 s), lost 3 of 4012 (WAIT 1: 0 of 3998), refused: CommandTimeout 240`. */
export function describeOutcome({ plain, wait }: Both<ClientOutcome>): string {
  const lost = ({ lost: count, acknowledged }: ClientOutcome) => `${count ?? '?'} of ${acknowledged}`;
  const heal = plain.healGapMs === undefined ? '' : `, at its return ${formatSeconds(Math.max(plain.healGapMs, wait.healGapMs ?? 0))}`;
  const gap = `gap ${formatSeconds(plain.gapMs)} (WAIT 1: ${formatSeconds(wait.gapMs)})`;
  const errors = Object.entries(plain.errors).map(([error, count]) => `${error} ${count}`);
  return `${gap}${heal}, lost ${lost(plain)} (WAIT 1: ${lost(wait)})${errors.length === 0 ? '' : `, failed: ${errors.join(', ')}`}`;
}

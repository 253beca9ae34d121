import { expect } from 'vitest';
import { expectWhole, readOperatorHealth } from './end-state.ts';
import { type ClientOutcome, clientsOf, describeOutcome, type FaultInput, type FaultOutcome, runFault } from './fault-run.ts';
import { formatSeconds } from './format-table.ts';
import { type LoadKind, loadClients } from './load-kinds.ts';
import { readRedis } from './redis-object.ts';
import type { Scenario } from './scenario.ts';

/** What is promised for every single fault, however unlucky. */
export const promisedGapMs = 10_000;

/** Two seconds are promised; a machine that is busy with other things may take longer for the same steps. */
const plannedGapMs = 5000;

/** Through the Service it takes longer: the label, its endpoints and the rules of every node follow one after the other. */
const serviceExtraMs = 3000;

type Limits = {
  readonly gapMs: number;
  readonly loss: 'confirmed writes' | 'any write';
};

/**
 * Something breaks under load. Fails when a client that follows the master goes without writes for too long, when a write that a
 * replica had confirmed is lost, or when the cluster does not end as it was. What was lost of the others is a figure.
 */
export function breakUnderLoad<K extends LoadKind = LoadKind>(
  scenario: Scenario,
  title: string,
  { gapMs = promisedGapMs, ...input }: FaultInput<K> & { readonly gapMs?: number },
): Promise<FaultOutcome<K>> {
  return run(scenario, title, input, { gapMs, loss: 'confirmed writes' });
}

/** Something is changed on purpose under load: no client may lose a write, not even one that never leaves the old master. */
export function changeUnderLoad<K extends LoadKind = LoadKind>(
  scenario: Scenario,
  title: string,
  { gapMs = plannedGapMs, ...input }: FaultInput<K> & { readonly gapMs?: number },
): Promise<FaultOutcome<K>> {
  return run(scenario, title, input, { gapMs, loss: 'any write' });
}

async function run<K extends LoadKind>(
  { bed, figure }: Scenario,
  title: string,
  input: FaultInput<K>,
  limits: Limits,
): Promise<FaultOutcome<K>> {
  const { clusterId } = (await readRedis(bed, input.cluster)).status;
  const health = await readOperatorHealth(bed);
  const outcome = await runFault(bed, input);
  figure(title, describeOutcome(outcome as FaultOutcome), `gap ${formatSeconds(limits.gapMs, 0)}, lost of ${limits.loss} 0`);
  for (const [kind, client] of clientsOf(outcome as FaultOutcome)) expectWithin(kind, client, limits);
  if (input.awaitsRest !== false) await expectWhole(bed, input.cluster, { clusterId, ...health });
  return outcome;
}

function expectWithin(kind: LoadKind, { gapMs, lost, verifyError }: ClientOutcome, limits: Limits): void {
  if (loadClients[kind].follows)
    expect(gapMs, `gap of ${kind}`).toBeLessThanOrEqual(limits.gapMs + (kind === 'service' ? serviceExtraMs : 0));
  // A plain write is asynchronous: what a fault costs is reported, not asserted. That it could be read back is.
  expect({ kind, verifyError, isKnown: lost !== null }).toEqual({ kind, verifyError: undefined, isKnown: true });
  if (limits.loss === 'any write' || kind === 'wait') expect({ kind, lost }).toEqual({ kind, lost: 0 });
}

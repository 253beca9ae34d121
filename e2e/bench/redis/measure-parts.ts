import { loadavg } from 'node:os';
import { saveEvidence } from '../../src/evidence.ts';
import { describeOutcome } from '../../src/fault-run.ts';
import { formatSeconds } from '../../src/format-table.ts';
import { countWritesAtRest } from '../../src/operator-writes.ts';
import { awaitRest, type RedisRef } from '../../src/redis-object.ts';
import type { TestBed } from '../../src/test-bed.ts';
import { repeatSteps } from '../repeat-steps.ts';
import { measureCreation } from './creation-part.ts';
import { type FaultName, measureFault } from './fault-part.ts';
import type { RedisPart } from './redis-parts.ts';
import { type RedisResult, type Way, ways, withFault } from './redis-result.ts';
import { measureRoll } from './roll-part.ts';

export type MeasureOptions = {
  /** Is whole already. */
  readonly cluster: RedisRef;
  readonly parts: readonly RedisPart[];
  /** Of each part but `rest`, those of the result that is gone on from included. */
  readonly repetitions: Readonly<Record<Way, number>>;
  readonly restSeconds: number;
  readonly signal: AbortSignal;
  readonly result: RedisResult;
  /** Called after every repetition. */
  readonly save: (result: RedisResult) => void;
};

/** A figure that is out of line is worth nothing without its reason. */
const remarkableGapMs = 10_000;

/** Measures what the result lacks. */
export async function measureParts(bed: TestBed, options: MeasureOptions): Promise<void> {
  const { cluster, parts, repetitions, restSeconds, signal, save } = options;
  const { operator, alone } = repetitions;
  let { result } = options;
  if (parts.includes('rest') && restSeconds > 0 && result.rest === undefined) {
    result = { ...result, rest: await countWritesAtRest(bed, restSeconds * 1000) };
    save(result);
  }
  await repeatSteps<RedisResult, Step>({
    result,
    repetitions: Math.max(operator, alone),
    missing: (now, round) => missingSteps(now, parts, { operator: Math.min(round, operator), alone: Math.min(round, alone) }),
    describe: describeStep,
    repeat: (now, step, round) => repeat(bed, cluster, now, step, round),
    save,
    recover: async (what) => {
      await saveEvidence(bed, cluster.namespace, `bench-${what}`.replaceAll(' ', '-'));
      await awaitRest(bed, cluster, 'a repetition that failed', 180_000);
    },
    signal,
  });
}

type Whole = { readonly part: 'creation' | 'roll'; readonly way?: never };
export type Step = Whole | { readonly part: FaultName; readonly way: Way };

/** What a result lacks for so many rounds of these parts, in the order in which it is measured. */
export function missingSteps(result: RedisResult, parts: readonly RedisPart[], rounds: Readonly<Record<Way, number>>): readonly Step[] {
  return parts.flatMap((part): readonly Step[] => {
    if (part === 'rest') return [];
    if (part === 'creation' || part === 'roll') return result[part].length < rounds.operator ? [{ part }] : [];
    return ways.flatMap((way) => ((result.faults[part]?.[way].length ?? 0) < rounds[way] ? [{ part, way }] : []));
  });
}

function repeat(bed: TestBed, cluster: RedisRef, result: RedisResult, step: Step, round: number): Promise<RedisResult> {
  // New for every run, those that go on from an earlier one included.
  const name = `${describeStep(step).replaceAll(' ', '-').toLowerCase()}-${round}-${Date.now().toString(36)}`;
  return step.way === undefined
    ? repeatWhole(bed, cluster, result, step, { name, round })
    : repeatFault(bed, cluster, result, step, { name, round });
}

type Repetition = { readonly name: string; readonly round: number };

async function repeatWhole(
  bed: TestBed,
  cluster: RedisRef,
  result: RedisResult,
  step: Whole,
  { name, round }: Repetition,
): Promise<RedisResult> {
  if (step.part === 'creation') {
    const figure = await measureCreation(bed, { namespace: cluster.namespace, name: `new-${round}` });
    console.log(
      `  creation ${round}: first write after ${formatSeconds(figure.firstWriteMs)}, whole after ${formatSeconds(figure.readyMs)}`,
    );
    return { ...result, creation: [...result.creation, figure] };
  }
  const figure = await measureRoll(bed, cluster, name);
  console.log(`  roll ${round}: ${formatSeconds(figure.durationMs)}; ${describeOutcome(figure)}`);
  return { ...result, roll: [...result.roll, figure] };
}

async function repeatFault(
  bed: TestBed,
  cluster: RedisRef,
  result: RedisResult,
  step: Exclude<Step, Whole>,
  { name, round }: Repetition,
): Promise<RedisResult> {
  const load = loadavg()[0] ?? Number.NaN;
  const seen = await measureFault(bed, { cluster, fault: step.part, withOperator: step.way === 'operator', name });
  const figure = { ...seen, load };
  console.log(`  ${describeStep(step)} ${round}: ${describeOutcome(figure)}; Service ${formatSeconds(figure.serviceMs)}`);
  if ((figure.plain?.gapMs ?? 0) > remarkableGapMs) await saveEvidence(bed, cluster.namespace, `bench-${name}`);
  return withFault(result, step.part, step.way, figure);
}

function describeStep(step: Step): string {
  if (step.way === undefined) return step.part;
  return `${step.part} ${step.way === 'operator' ? 'with the operator' : 'Sentinel alone'}`;
}

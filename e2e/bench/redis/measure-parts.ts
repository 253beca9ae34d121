import { loadavg } from 'node:os';
import { saveEvidence } from '../../src/evidence.ts';
import { describeOutcome } from '../../src/fault-run.ts';
import { formatSeconds } from '../../src/format-table.ts';
import { countWritesAtRest } from '../../src/operator-writes.ts';
import { awaitRest, type RedisRef } from '../../src/redis-object.ts';
import type { TestBed } from '../../src/test-bed.ts';
import { type BenchRun, measureSteps, repetitionName } from '../service-bench.ts';
import { measureCreation } from './creation-part.ts';
import { type FaultName, measureFault } from './fault-part.ts';
import type { RedisPart } from './redis-parts.ts';
import { type RedisResult, type Way, ways, withFault } from './redis-result.ts';
import { measureRoll } from './roll-part.ts';

export type MeasureOptions = {
  readonly parts: readonly RedisPart[];
  /** Repetitions of each fault with Sentinel alone; default as many as with the operator. */
  readonly alone?: number;
  readonly restSeconds: number;
};

/** A figure that is out of line is worth nothing without its reason. */
const remarkableGapMs = 10_000;

/** Measures what the result lacks. @param cluster is whole already */
export async function measureParts(
  run: BenchRun<RedisResult>,
  cluster: RedisRef,
  { parts, alone = run.repetitions, restSeconds }: MeasureOptions,
): Promise<void> {
  const { bed, repetitions: operator, save } = run;
  let { result } = run;
  if (parts.includes('rest') && restSeconds > 0 && result.rest === undefined) {
    result = { ...result, rest: await countWritesAtRest(bed, restSeconds * 1000) };
    save(result);
  }
  await measureSteps<RedisResult, Step>(
    { ...run, result, repetitions: Math.max(operator, alone) },
    {
      missing: (now, round) => missingSteps(now, parts, { operator: Math.min(round, operator), alone: Math.min(round, alone) }),
      describe: describeStep,
      repeat: (now, step, round) => repeat(bed, cluster, now, step, round),
      recover: async () => void (await awaitRest(bed, cluster, 'a repetition that failed', 180_000)),
    },
  );
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
  const name = repetitionName(describeStep(step).replaceAll(' ', '-').toLowerCase(), round);
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

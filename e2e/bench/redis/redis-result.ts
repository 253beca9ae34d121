import type { WritesAtRest } from '../../src/operator-writes.ts';
import type { MachineFacts } from '../machine-facts.ts';
import type { CreationFigure } from './creation-part.ts';
import type { FaultFigure, FaultName } from './fault-part.ts';
import type { RollFigure } from './roll-part.ts';

/** With the operator, or by Sentinel alone: the same cluster with the same timeouts, and no operator. */
export const ways = ['operator', 'alone'] as const;
export type Way = (typeof ways)[number];

/** Everything that was measured, repetition by repetition. */
export type RedisResult = {
  /** Of the last run that added to it. */
  readonly machine: MachineFacts;
  readonly creation: readonly CreationFigure[];
  readonly rest?: WritesAtRest;
  readonly faults: Readonly<Partial<Record<FaultName, Readonly<Record<Way, readonly FaultFigure[]>>>>>;
  readonly roll: readonly RollFigure[];
};

export function emptyResult(machine: MachineFacts): RedisResult {
  return { machine, creation: [], faults: {}, roll: [] };
}

/** With one more repetition of a fault. */
export function withFault(result: RedisResult, fault: FaultName, way: Way, figure: FaultFigure): RedisResult {
  const known = result.faults[fault] ?? { operator: [], alone: [] };
  return { ...result, faults: { ...result.faults, [fault]: { ...known, [way]: [...known[way], figure] } } };
}

import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
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

/** What an earlier run has left. @throws Error that names the file where it cannot be read */
export function readResult(path: string): RedisResult | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as RedisResult;
  } catch (cause) {
    throw new Error(`${path} holds no figures: delete it, or leave --resume out`, { cause });
  }
}

/** Whole or not at all: a run that is killed must not cost what is there. */
export function writeResult(path: string, result: object): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, `${JSON.stringify(result, undefined, 2)}\n`);
  renameSync(`${path}.new`, path);
}

/** With one more repetition of a fault. */
export function withFault(result: RedisResult, fault: FaultName, way: Way, figure: FaultFigure): RedisResult {
  const known = result.faults[fault] ?? { operator: [], alone: [] };
  return { ...result, faults: { ...result.faults, [fault]: { ...known, [way]: [...known[way], figure] } } };
}

import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Layout } from './layout.ts';
import { isAlive, type ProcessId } from './process-table.ts';

export type RecordedProcess = ProcessId & { readonly name: string };

/** What is remembered of a cluster between commands. */
export type Ledger = {
  readonly nodeCount: number;
  /** The program that enforces NetworkPolicies on every node; absent where nobody does. */
  readonly policyEnforcer?: string;
  /** Whether `up` came to its end. */
  readonly isComplete: boolean;
  /** Processes are known by pid and start time, which count from the machine's start. */
  readonly bootId: string;
  readonly processes: readonly RecordedProcess[];
};

/** @returns `undefined` when there is no such cluster, or only a half-written beginning of one */
export function readLedger(layout: Layout): Ledger | undefined {
  try {
    return JSON.parse(readFileSync(ledgerPath(layout), 'utf8')) as Ledger;
  } catch {
    return undefined;
  }
}

export function createLedger(layout: Layout, shape: Pick<Ledger, 'nodeCount' | 'policyEnforcer'>): void {
  writeLedger(layout, { ...shape, isComplete: false, bootId: currentBootId(), processes: [] });
}

export function markComplete(layout: Layout): void {
  updateLedger(layout, (ledger) => ({ ...ledger, isComplete: true }));
}

/** Remembers a process; one of the same name that was remembered before is forgotten. */
export function recordProcess(layout: Layout, process: RecordedProcess): void {
  updateLedger(layout, (ledger) => ({ ...ledger, processes: [...without(ledger, process.name), process] }));
}

export function forgetProcess(layout: Layout, name: string): void {
  updateLedger(layout, (ledger) => ({ ...ledger, processes: without(ledger, name) }));
}

export function findProcess(layout: Layout, name: string): RecordedProcess | undefined {
  return readLedger(layout)?.processes.find((process) => process.name === name);
}

/** The recorded processes that still run. */
export function livingProcesses(ledger: Ledger): readonly RecordedProcess[] {
  return ledger.bootId === currentBootId() ? ledger.processes.filter(isAlive) : [];
}

function without(ledger: Ledger, name: string): readonly RecordedProcess[] {
  return ledger.processes.filter((process) => process.name !== name);
}

function updateLedger(layout: Layout, change: (ledger: Ledger) => Ledger): void {
  const ledger = readLedger(layout);
  if (ledger === undefined) throw new Error(`the cluster "${layout.name}" does not exist: bring it up first`);
  writeLedger(layout, change(ledger));
}

/** Renamed into place: a run that is killed here leaves the old ledger or the new one, never half of one. */
function writeLedger(layout: Layout, ledger: Ledger): void {
  const temporary = `${ledgerPath(layout)}.${process.pid}`;
  writeFileSync(temporary, `${JSON.stringify(ledger, undefined, 2)}\n`);
  renameSync(temporary, ledgerPath(layout));
}

function ledgerPath(layout: Layout): string {
  return join(layout.folder, 'cluster.json');
}

function currentBootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

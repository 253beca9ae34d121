import { join, resolve } from 'node:path';
import { openCluster, printedProgress } from '../cluster/src/index.ts';
import type { Service } from '../images/src/recipe.ts';
import { saveEvidence } from '../src/evidence.ts';
import { createNamespace, deleteNamespace } from '../src/namespace.ts';
import { prepareTestBed } from '../src/prepare-cluster.ts';
import { resultsFolder } from '../src/results-folder.ts';
import type { RunOptions } from '../src/run-options.ts';
import { openTestBed, type TestBed } from '../src/test-bed.ts';
import { type MachineFacts, machineFacts } from './machine-facts.ts';
import { type RepeatOptions, repeatSteps } from './repeat-steps.ts';
import { readResultFile, writeResultFile } from './result-file.ts';
import { wholeNumber } from './whole-number.ts';

/** A result with every repetition of a service's benchmark. */
type Result = { readonly machine: MachineFacts };

export type ServiceBench<R extends Result> = {
  readonly service: Service;
  /** For the clusters that are measured. Made at the beginning, deleted at the end of a run that went well. */
  readonly namespace: string;
  readonly emptyResult: (machine: MachineFacts) => R;
  /** The figures of a result, without its repetitions. */
  readonly summarize: (result: R) => object;
  /** The same as a table. */
  readonly report: (result: R) => string;
  readonly measure: (run: BenchRun<R>) => Promise<void>;
};

/** What there is to measure with. */
export type BenchRun<R extends Result> = {
  readonly bed: TestBed;
  readonly namespace: string;
  /** `--repetitions`: of each part, those of the result included. */
  readonly repetitions: number;
  /** What an earlier run has left, with `--resume`; otherwise empty. */
  readonly result: R;
  /** Called after every repetition. */
  readonly save: (result: R) => void;
  readonly signal: AbortSignal;
};

/**
 * Benchmarks a service with the cluster of this machine. Every repetition is on the disk when it is over, and `--resume` goes on from there;
 * what there is is reported also when the run was cut short.
 *
 * @throws Error of an option that is not understood, before anything is started
 */
export async function runServiceBench<R extends Result>(
  bench: ServiceBench<R>,
  { cluster: choice, keep, values }: RunOptions,
  signal: AbortSignal,
): Promise<void> {
  const { service, emptyResult } = bench;
  const path = typeof values.figures === 'string' ? resolve(values.figures) : join(resultsFolder, `bench-${service}.json`);
  const repetitions = wholeNumber('repetitions', values.repetitions ?? '3', 1);
  const machine = machineFacts();
  const known = values.resume === true ? readResultFile<R>(path) : undefined;
  const result = { ...(known ?? emptyResult(machine)), machine };
  const progress = printedProgress(console.log);
  try {
    await prepareTestBed(choice, progress, signal, [service]);
    const bed = openTestBed(choice);
    try {
      await measureIn(bench, bed, { repetitions, result, save: (now) => writeResultFile(path, now), signal });
    } finally {
      await bed.close();
    }
  } finally {
    tell(bench, path);
    if (!keep) await openCluster({ ...choice, progress }).down();
  }
}

async function measureIn<R extends Result>(
  { namespace, measure }: ServiceBench<R>,
  bed: TestBed,
  run: Omit<BenchRun<R>, 'bed' | 'namespace'>,
): Promise<void> {
  if (bed.cluster.nodeFaults === undefined)
    throw new Error('the benchmark breaks nodes and processes, so it needs the cluster of this machine');
  await createNamespace(bed, namespace);
  await measure({ ...run, bed, namespace });
  await deleteNamespace(bed, namespace);
}

function tell<R extends Result>({ service, summarize, report }: ServiceBench<R>, path: string): void {
  const result = readResultFile<R>(path);
  if (result === undefined) return;
  const summaryPath = join(resultsFolder, `bench-${service}-summary.json`);
  writeResultFile(summaryPath, summarize(result));
  console.log(`\n${report(result)}\n\n${path}\n${summaryPath}`);
}

export type BenchSteps<R, S> = Pick<RepeatOptions<R, S>, 'missing' | 'describe' | 'repeat'> & {
  /** Makes everything whole again after a repetition that failed. */
  readonly recover: () => Promise<void>;
};

/** Measures what the result lacks. Of a repetition that fails there is evidence, saved before anything is mended. */
export async function measureSteps<R extends Result, S>(
  { bed, namespace, repetitions, result, save, signal }: BenchRun<R>,
  { recover, ...steps }: BenchSteps<R, S>,
): Promise<void> {
  await repeatSteps<R, S>({
    ...steps,
    result,
    repetitions,
    save,
    async recover(what) {
      await saveEvidence(bed, namespace, evidenceName(what));
      await recover();
    },
    signal,
  });
}

/** @param what a repetition, such as `kill, static list 1` */
export function evidenceName(what: string): string {
  return `bench-${what}`.replaceAll(/[ ,]+/g, '-');
}

/** Of an object of one repetition: new for every run, those that go on from an earlier one included. */
export function repetitionName(step: string, round: number): string {
  return `${step}-${round}-${Date.now().toString(36)}`;
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resultsFolder } from '../../src/results-folder.ts';
import type { RunOptions } from '../../src/run-options.ts';
import { machineFacts } from '../machine-facts.ts';
import { measureOperators } from './operators/measure-operators.ts';
import { measureQueue } from './queue/measure-queue.ts';
import { measureReads } from './reads/measure-reads.ts';
import { runtimeReport } from './report/runtime-report.ts';
import type { RuntimeResult } from './report/runtime-result.ts';
import { chosenParts, type Size, sizes } from './runtime-parts.ts';

/** The libraries below the operators, on a real API server whose nodes are simulated. Needs no root. */
export async function benchRuntime({ values }: RunOptions, signal: AbortSignal): Promise<void> {
  const size = sizeOf(values);
  const parts = chosenParts(values.only);
  const machine = machineFacts();
  const folder = await mkdtemp(join(tmpdir(), 'dataservices-bench-'));
  try {
    const queue = parts.includes('queue') ? await measureQueue(size.operations, size.repetitions) : [];
    const reads = parts.includes('reads') ? await measureReads(join(folder, 'reads'), size, signal) : { cache: [], clients: [] };
    const ofOperators = parts.some((part) => part !== 'queue' && part !== 'reads');
    const operators = ofOperators ? await measureOperators(join(folder, 'operators'), parts, size, signal) : { scales: [], takeOvers: [] };
    // Some parts do not take the place of the whole.
    const name = values.only === undefined ? 'bench-runtime' : `bench-runtime-${parts.join('-')}`;
    writeReport(name, { machine, queue, ...reads, ...operators });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function sizeOf({ quick, objects }: RunOptions['values']): Size {
  const size = quick === true ? sizes.quick : sizes.whole;
  if (typeof objects !== 'string') return size;
  const scales = objects.split(',').map(Number);
  if (scales.every((count) => Number.isInteger(count) && count > 0)) return { ...size, scales };
  throw new Error(`--objects is '${objects}': it takes whole numbers with commas between them`);
}

function writeReport(name: string, result: RuntimeResult): void {
  mkdirSync(resultsFolder, { recursive: true });
  const path = join(resultsFolder, `${name}.json`);
  writeFileSync(path, `${JSON.stringify(result, undefined, 2)}\n`);
  console.log(`\n${runtimeReport(result)}\n\n${path}`);
}

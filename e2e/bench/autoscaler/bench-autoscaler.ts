import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resultsFolder } from '../../src/results-folder.ts';
import type { RunOptions } from '../../src/run-options.ts';
import { chosenParts } from '../chosen-parts.ts';
import { machineFacts } from '../machine-facts.ts';
import { writeResultFile } from '../result-file.ts';
import type { OperatorBench } from '../runtime/operators/operator-bench.ts';
import { autoscalerParts, type Size, sizes } from './autoscaler-parts.ts';
import type { AutoscalerResult } from './autoscaler-result.ts';
import { measureDecide } from './measure-decide.ts';
import { measureMany } from './measure-many.ts';
import { measureStep } from './measure-step.ts';
import { autoscalerReport } from './report.ts';
import { withScalerBench } from './scaler-bench.ts';

/**
 * Decisions, and the operator of AutoScalers on a real API server with a real Prometheus. Needs no root. What is measured is on the disk at once: a part
 * that fails costs none of those before it.
 */
export async function benchAutoscaler({ values }: RunOptions, signal: AbortSignal): Promise<void> {
  const size = values.quick === true ? sizes.quick : sizes.whole;
  const parts = chosenParts(autoscalerParts, values.only);
  // Some parts do not take the place of the whole.
  const name = values.only === undefined ? 'bench-autoscaler' : `bench-autoscaler-${parts.join('-')}`;
  const path = join(resultsFolder, `${name}.json`);
  let result: AutoscalerResult = { machine: machineFacts(), decide: [], step: [] };
  const save = (change: (now: AutoscalerResult) => Partial<AutoscalerResult>) => {
    result = { ...result, ...change(result) };
    writeResultFile(path, result);
  };
  const folder = await mkdtemp(join(tmpdir(), 'dataservices-bench-'));
  try {
    if (parts.includes('decide')) save(() => ({ decide: [1, 8].map((metrics) => measureDecide(metrics, size.decisions)) }));
    if (parts.some((part) => part !== 'decide')) await withScalerBench(folder, (bench) => measure(bench, { parts, size, signal, save }));
  } finally {
    console.log(`\n${autoscalerReport(result)}\n\n${path}`);
    await rm(folder, { recursive: true, force: true });
  }
}

type MeasureInput = {
  readonly parts: readonly (typeof autoscalerParts)[number][];
  readonly size: Size;
  readonly signal: AbortSignal;
  readonly save: (change: (now: AutoscalerResult) => Partial<AutoscalerResult>) => void;
};

async function measure(bench: OperatorBench, { parts, size, signal, save }: MeasureInput): Promise<void> {
  for (const input of (['step', 'keda'] as const).flatMap((part) => (parts.includes(part) ? size[part] : []))) {
    signal.throwIfAborted();
    console.log(`step: ${input.by}, a look every ${input.periodSeconds} s`);
    const figure = await measureStep(bench, input);
    save(({ step }) => ({ step: [...step, figure] }));
  }
  signal.throwIfAborted();
  if (!parts.includes('many')) return;
  console.log(`many: ${size.scalers} AutoScalers`);
  const many = await measureMany(bench, size.scalers, size.seconds);
  save(() => ({ many }));
}

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
import { measureStep, type StepFigure } from './measure-step.ts';
import { autoscalerReport } from './report.ts';
import { withScalerBench } from './scaler-bench.ts';

/** Decisions, and the operator of AutoScalers on a real API server with a real Prometheus. Needs no root. */
export async function benchAutoscaler({ values }: RunOptions, signal: AbortSignal): Promise<void> {
  const size = values.quick === true ? sizes.quick : sizes.whole;
  const parts = chosenParts(autoscalerParts, values.only);
  const machine = machineFacts();
  const folder = await mkdtemp(join(tmpdir(), 'dataservices-bench-'));
  try {
    const decide = parts.includes('decide') ? [1, 8].map((metrics) => measureDecide(metrics, size.decisions)) : [];
    const ofOperator = parts.filter((part) => part !== 'decide');
    const figures =
      ofOperator.length === 0 ? { step: [] } : await withScalerBench(folder, (bench) => measure(bench, ofOperator, size, signal));
    // Some parts do not take the place of the whole.
    const name = values.only === undefined ? 'bench-autoscaler' : `bench-autoscaler-${parts.join('-')}`;
    report(join(resultsFolder, `${name}.json`), { machine, decide, ...figures });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(
  bench: OperatorBench,
  parts: readonly string[],
  size: Size,
  signal: AbortSignal,
): Promise<Pick<AutoscalerResult, 'many' | 'step'>> {
  const step: StepFigure[] = [];
  if (parts.includes('step')) {
    for (const input of size.steps) {
      signal.throwIfAborted();
      console.log(`step: ${input.by}, a look every ${input.periodSeconds} s`);
      step.push(await measureStep(bench, input));
    }
  }
  signal.throwIfAborted();
  if (!parts.includes('many')) return { step };
  console.log(`many: ${size.scalers} AutoScalers`);
  return { step, many: await measureMany(bench, size.scalers, size.seconds) };
}

function report(path: string, result: AutoscalerResult): void {
  writeResultFile(path, result);
  console.log(`\n${autoscalerReport(result)}\n\n${path}`);
}

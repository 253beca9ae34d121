import type { FaultInput } from './fault-run.ts';
import { scaleOperator } from './operator.ts';
import type { Scenario } from './scenario.ts';
import { breakUnderLoad } from './under-load.ts';

/** The Service and its clients follow only once an operator is back. */
const kinds = ['plain', 'wait', 'pinned'] as const;

/** Something breaks under load while no operator runs; returns when one does again. @returns who was the master before */
export async function breakAlone(
  scenario: Scenario,
  title: string,
  input: Pick<FaultInput, 'cluster' | 'name' | 'inject'>,
): Promise<string> {
  await scaleOperator(scenario.bed, 0);
  try {
    return (await breakUnderLoad(scenario, title, { ...input, kinds, awaitsRest: false })).masterBefore;
  } finally {
    await scaleOperator(scenario.bed, 1);
  }
}

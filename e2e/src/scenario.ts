import { afterAll, beforeAll, beforeEach } from 'vitest';
import { choiceFromEnvironment } from './cluster-choice.ts';
import { saveEvidence } from './evidence.ts';
import { recordFigure } from './figures.ts';
import { createNamespace, keepNamespace, requestDeletion } from './namespace.ts';
import { openTestBed, type TestBed } from './test-bed.ts';

export type Scenario = {
  readonly bed: TestBed;
  readonly namespace: string;
  readonly figure: (name: string, value: string, limit?: string) => void;
};

export type ScenarioOptions = {
  /** Default dependent: the tests build on one another, so what comes after a failed one is skipped. */
  readonly steps?: 'dependent' | 'independent';
  /**
   * Names a namespace that scenarios use one after another, each with what the one before has left in it. One that fails takes it along.
   * Default: a namespace of its own.
   */
  readonly shared?: string;
};

/**
 * Gives the tests of a file a namespace of their own on the shared cluster. Its deletion is asked for at the end and not waited for: what
 * comes next need not stand still for it. The state at a failure is saved below .results/e2e.
 */
export function useScenario(name: string, { steps = 'dependent', shared }: ScenarioOptions = {}): Scenario {
  const bed = openTestBed(choiceFromEnvironment(process.env));
  const namespace = `e2e-${shared ?? name}`;
  let hasFailed = false;

  beforeAll(() => (shared === undefined ? createNamespace(bed, namespace) : keepNamespace(bed, namespace)));
  beforeEach(({ skip, onTestFailed }) => {
    skip(hasFailed && steps === 'dependent', 'an earlier step of this scenario failed');
    onTestFailed(async () => {
      hasFailed = true;
      console.error(await saveEvidence(bed, namespace, name));
    }, 60_000);
  });
  // biome-ignore lint/correctness/noEmptyPattern: vitest takes nothing else in this place
  afterAll(async ({}, { result }) => {
    // No test ran that could have saved it: what the scenario begins with was not made.
    const isUnmade = !hasFailed && (result?.errors ?? []).length > 0;
    if (isUnmade) console.error(await saveEvidence(bed, namespace, name));
    if (shared === undefined || hasFailed || isUnmade) await requestDeletion(bed, namespace);
    await bed.close();
  });
  return {
    bed,
    namespace,
    figure: (figure, value, limit) => recordFigure({ scenario: name, name: figure, value, ...(limit && { limit }) }),
  };
}

import { afterAll, beforeAll, beforeEach } from 'vitest';
import { choiceFromEnvironment } from './cluster-choice.ts';
import { saveEvidence } from './evidence.ts';
import { recordFigure } from './figures.ts';
import { createNamespace, deleteNamespace } from './namespace.ts';
import { openTestBed, type TestBed } from './test-bed.ts';

export type Scenario = {
  readonly bed: TestBed;
  readonly namespace: string;
  readonly figure: (name: string, value: string, limit?: string) => void;
};

export type ScenarioOptions = {
  /** Default dependent: the tests build on one another, so what comes after a failed one is skipped. */
  readonly steps?: 'dependent' | 'independent';
};

/**
 * Gives the tests of a file a namespace of their own on the shared cluster, deleted at the end. The state at a failure is saved
 * below .results/e2e.
 */
export function useScenario(name: string, { steps = 'dependent' }: ScenarioOptions = {}): Scenario {
  const bed = openTestBed(choiceFromEnvironment(process.env));
  const namespace = `e2e-${name}`;
  let hasFailed = false;

  beforeAll(() => createNamespace(bed, namespace));
  beforeEach(({ skip, onTestFailed }) => {
    skip(hasFailed && steps === 'dependent', 'an earlier step of this scenario failed');
    onTestFailed(async () => {
      hasFailed = true;
      console.error(await saveEvidence(bed, namespace, name));
    }, 60_000);
  });
  afterAll(async () => {
    await deleteNamespace(bed, namespace);
    await bed.close();
  });
  return {
    bed,
    namespace,
    figure: (figure, value, limit) => recordFigure({ scenario: name, name: figure, value, ...(limit && { limit }) }),
  };
}

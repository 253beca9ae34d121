import { afterAll, beforeAll, describe, test } from 'vitest';
import { awaitSettled } from '../../src/await-settled.ts';
import { type GuideShell, openGuideShell } from '../../src/guide-shell.ts';
import { guideSteps } from '../../src/guide-steps.ts';
import { guides } from '../../src/guides.ts';
import { readPage } from '../../src/read-page.ts';
import { useScenario } from '../../src/scenario.ts';

/** What the pages tell their readers to run, run in the order of the pages. */
describe.for(guides)('the guide $name', ({ name, pages }) => {
  const { bed, namespace } = useScenario(`guide-${name}`);
  const steps = pages.flatMap((guide) => guideSteps(guide, readPage(guide.page)));
  let shell: GuideShell;

  beforeAll(async () => {
    // As in a namespace that somebody has just made: `kubectl run` of the guides asks for no restrictions.
    await bed.cluster.kubectl(['label', 'namespace', namespace, 'pod-security.kubernetes.io/enforce-']);
    shell = await openGuideShell(bed, namespace);
  });

  afterAll(() => shell?.close());

  test.for(steps)('$at $title', { timeout: 700_000 }, async (step) => {
    await shell.run(step);
    if (step.settles) await awaitSettled(bed.kube, namespace, step.at);
  });
});

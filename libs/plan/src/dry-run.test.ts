import { expect, test } from 'vitest';
import { isDryRun, previewed } from './dry-run.ts';
import type { Plan } from './plan.ts';

const object = (name: string) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name } });

test.for([
  [undefined, false],
  [{}, false],
  [{ 'dataservices.dev/dry-run': 'true' }, true],
  [{ 'dataservices.dev/dry-run': 'false' }, false],
  [{ 'dataservices.dev/dry-run': 'yes' }, false],
] as const)('annotations %j: %s', ([annotations, expected]) => {
  expect(isDryRun({ name: 'cart', ...(annotations !== undefined && { annotations }) })).toBe(expected);
});

test('nothing of a previewed plan is left to be carried out but the upkeep', () => {
  const plan: Plan = {
    creates: [object('secret')],
    applies: [object('label'), object('set')],
    step: { rule: 'Roll', reason: 'changed', actions: [{ kind: 'delete-pod' }] },
    requeueAfterMs: 500,
  };
  const { preview, ...rest } = previewed(plan, [object('label')]);
  expect(rest).toEqual({ applies: [object('label')], requeueAfterMs: 500 });
  expect(preview).toEqual({ creates: plan.creates, applies: plan.applies, step: plan.step });
});

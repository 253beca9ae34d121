import type { Action } from '@dataservices/plan';
import type { ExecuteInput } from './execute-plan.ts';
import { isDestructive } from './member-action.ts';
import { messageOf } from './problem.ts';

/** Does the actions of a plan's step in their order, with a log line before and an Event after. @returns what failed */
export async function takeStep<A extends Action>(input: ExecuteInput<A>): Promise<readonly unknown[]> {
  const { plan, owner, recorder, log, signal } = input;
  const { step } = plan;
  if (step === undefined || step.actions.length === 0) return [];
  const { rule, reason } = step;
  const stepLog = log.child({ rule });
  stepLog.info('acting', { reason, actions: step.actions.map(({ kind }) => kind) });
  const errors: unknown[] = [];
  for (const action of step.actions) {
    signal.throwIfAborted();
    try {
      await input.perform(action, stepLog);
      if ((input.isDestructive ?? isDestructive)(action)) input.metrics?.destroyed(owner.kind, action.kind);
    } catch (error) {
      signal.throwIfAborted();
      errors.push(error);
      if (input.isIndependent?.(action) !== true) break;
    }
  }
  const [error] = errors;
  if (error === undefined) recorder.record({ regarding: owner, type: 'Normal', reason: rule, note: reason });
  else
    recorder.record({ regarding: owner, type: 'Warning', reason: `${rule}Failed`, action: rule, note: `${reason}: ${messageOf(error)}` });
  return errors;
}

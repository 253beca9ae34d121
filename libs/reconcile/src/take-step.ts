import type { Action, Step } from '@dataservices/plan';
import type { Logger } from './contract.ts';
import { type Destruction, destructionOf, ownerFields, relatedObject, reportDestruction } from './destruction.ts';
import type { ExecuteInput } from './execute-plan.ts';
import { messageOf } from './problem.ts';

/**
 * Does the actions of a plan's step in their order, with a log line before and one Event after. A line for whatever they have taken away
 * comes in between, and the Event even if the pass was cut short after that.
 *
 * @returns what failed
 * @throws only the signal's reason
 */
export async function takeStep<A extends Action>(input: ExecuteInput<A>): Promise<readonly unknown[]> {
  const { plan, owner, recorder, log, signal } = input;
  const { step } = plan;
  if (step === undefined || step.actions.length === 0) return [];
  const { rule, reason } = step;
  const stepLog = log.child({ rule, ...ownerFields(owner) });
  stepLog.info('acting', { reason, actions: step.actions.map(({ kind }) => kind) });
  const { errors, destroyed } = await perform(step, input, stepLog);
  if (destroyed === undefined) signal.throwIfAborted();
  const [error] = signal.aborted ? [signal.reason as unknown] : errors;
  const about = { regarding: owner, ...(destroyed !== undefined && { isEssential: true as const, ...relatedObject(destroyed, owner) }) };
  if (error === undefined) recorder.record({ ...about, type: 'Normal', reason: rule, note: reason });
  else recorder.record({ ...about, type: 'Warning', reason: `${rule}Failed`, action: rule, note: `${reason}: ${messageOf(error)}` });
  signal.throwIfAborted();
  return errors;
}

type Performed = { readonly errors: readonly unknown[]; readonly destroyed: Destruction | undefined };

async function perform<A extends Action>({ actions, reason }: Step<A>, input: ExecuteInput<A>, log: Logger): Promise<Performed> {
  const errors: unknown[] = [];
  let destroyed: Destruction | undefined;
  for (const action of actions) {
    if (input.signal.aborted) break;
    try {
      await input.perform(action, log);
      const destruction = destructionOf(action, input.destructions);
      if (destruction !== undefined) reportDestruction(destruction, { ...input, act: action.kind, reason, log });
      destroyed = destruction ?? destroyed;
    } catch (error) {
      errors.push(error);
      if (input.isIndependent?.(action) !== true) break;
    }
  }
  return { errors, destroyed };
}

import { type DecideInput, type Decision, decide } from '@dataservices/autoscaling';
import type { Observed } from '../observed.ts';
import { decideInput } from './decide-input.ts';
import { type Growth, growStorage } from './grow-storage.ts';

export type ScalerPlan = {
  readonly input: DecideInput;
  readonly decision: Decision;
  /** Undefined where nobody asks for it. */
  readonly growth: Growth | undefined;
};

/** What is to be done about one AutoScaler. */
export function plan(observed: Observed): ScalerPlan {
  const input = decideInput(observed);
  const decision = decide(input);
  const growth = growStorage(observed);
  if (growth === undefined || growth.size === undefined) return { input, decision, growth };
  if (decision.scaleTo === undefined) return { input, decision: noteGrowth(decision, String(growth.size), input.nowSeconds), growth };
  // One change at a time: members that come are to have the volumes that are asked for when they come.
  const { size: _, ...waiting } = growth;
  return { input, decision, growth: { ...waiting, message: `${waiting.message} First the number of members is changed.` } };
}

/** The size is remembered, and so written down, before it is asked for; that it is asked for again is no other growth. */
function noteGrowth(decision: Decision, size: string, atSeconds: number): Decision {
  const { state } = decision;
  return state.lastGrowth?.size === size ? decision : { ...decision, state: { ...state, lastGrowth: { size, atSeconds } } };
}

import { rfc3339Seconds } from './conditions.ts';
import type { Action, Plan } from './plan.ts';

/** What the operator does or waits for, in one sentence. */
export type Operation = {
  /** Name of the rule that is at work. */
  readonly rule: string;
  readonly reason: string;
  readonly message: string;
  /** RFC 3339: since when this rule has been at work without another in between. */
  readonly since: string;
};

const longestMessage = 4096;

/**
 * The operation that a pass reports; undefined at rest. A rule that goes on keeps the time at which it began.
 *
 * @param nowMs the pass's time, milliseconds since the epoch
 */
export function operationOf(previous: Operation | undefined, { step }: Plan<Action>, nowMs: number): Operation | undefined {
  if (step === undefined) return undefined;
  const since = previous?.rule === step.rule ? previous.since : rfc3339Seconds(nowMs);
  return { rule: step.rule, reason: step.rule, message: step.reason.slice(0, longestMessage), since };
}

/** For how long `rule` has been reported as the operation, in milliseconds; 0 where another one was, or none. */
export function waitedMs(previous: Operation | undefined, rule: string, nowMs: number): number {
  return previous?.rule === rule ? Math.max(0, nowMs - Date.parse(previous.since)) : 0;
}

/** metav1.Condition. Times are RFC 3339 in whole seconds, as the API server prints them. */
export type Condition = {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
  readonly lastTransitionTime: string;
  readonly observedGeneration?: number;
};

export type ConditionInput = Omit<Condition, 'lastTransitionTime'>;

/**
 * The new list of conditions. A condition's transition time moves only when its status changes,
 * so that a changed message does not look like a changed state.
 *
 * @param previous what status holds now
 * @param next every condition that should be there
 * @param nowMs the pass's time, milliseconds since the epoch
 */
export function mergeConditions(previous: readonly Condition[], next: readonly ConditionInput[], nowMs: number): readonly Condition[] {
  return next.map((condition) => {
    const before = previous.find((candidate) => candidate.type === condition.type);
    const lastTransitionTime =
      before !== undefined && before.status === condition.status ? before.lastTransitionTime : rfc3339Seconds(nowMs);
    return { ...condition, lastTransitionTime };
  });
}

export function rfc3339Seconds(timeMs: number): string {
  return new Date(timeMs).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

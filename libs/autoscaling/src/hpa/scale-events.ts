import type { Behavior, History, ScaleEvent } from './types.ts';

export type ScaleChange = { readonly from: number; readonly to: number; readonly atSeconds: number };

/** Notes a change for the rate policies. Without a behavior nobody asks, and nothing is noted. */
export function noteScaleEvent(history: History, behavior: Behavior | undefined, { from, to, atSeconds }: ScaleChange): History {
  if (behavior === undefined || from === to) return history;
  const { scaleUpEvents, scaleDownEvents } = history;
  const event = { change: Math.abs(to - from), atSeconds };
  return to > from
    ? { ...history, scaleUpEvents: [...recent(scaleUpEvents, behavior.scaleUp.policies, atSeconds), event] }
    : { ...history, scaleDownEvents: [...recent(scaleDownEvents, behavior.scaleDown.policies, atSeconds), event] };
}

function recent(events: readonly ScaleEvent[], policies: Behavior['scaleUp']['policies'], nowSeconds: number): readonly ScaleEvent[] {
  const longestSeconds = Math.max(0, ...policies.map(({ periodSeconds }) => periodSeconds));
  return events.filter(({ atSeconds }) => nowSeconds - atSeconds <= longestSeconds);
}

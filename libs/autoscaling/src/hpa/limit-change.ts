import type { Behavior, ControllerSettings, ScaleEvent, ScalingPolicy, ScalingRules } from './types.ts';

export type Limited = { readonly replicas: number; readonly reason: string };

export type LimitInput = {
  readonly wanted: number;
  readonly current: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
};

const withinRange = 'DesiredWithinRange';

/** Without a behavior: growth to a multiple at most, and no limit downwards but the least size. */
export function limitByFactor({ wanted, current, minReplicas, maxReplicas }: LimitInput, { scaleUpLimit }: ControllerSettings): Limited {
  const limit = Math.trunc(Math.max(scaleUpLimit.factor * current, scaleUpLimit.minimum));
  if (wanted < minReplicas) return { replicas: minReplicas, reason: 'TooFewReplicas' };
  const ceiling = Math.min(limit, maxReplicas);
  if (wanted > ceiling) return { replicas: ceiling, reason: maxReplicas > limit ? 'ScaleUpLimit' : 'TooManyReplicas' };
  return { replicas: wanted, reason: withinRange };
}

export type Events = {
  readonly scaleUpEvents: readonly ScaleEvent[];
  readonly scaleDownEvents: readonly ScaleEvent[];
  readonly nowSeconds: number;
};

/** With a behavior: as far as its policies allow within their periods, counting what was changed already. */
export function limitByPolicies({ wanted, current, minReplicas, maxReplicas }: LimitInput, behavior: Behavior, events: Events): Limited {
  if (wanted > current) {
    const limit = Math.max(current, upperLimit(current, behavior.scaleUp, events));
    const ceiling = Math.min(maxReplicas, limit);
    if (wanted > ceiling) return { replicas: ceiling, reason: maxReplicas > limit ? 'ScaleUpLimit' : 'TooManyReplicas' };
  }
  if (wanted < current) {
    const limit = Math.min(current, lowerLimit(current, behavior.scaleDown, events));
    const floor = Math.max(minReplicas, limit);
    if (wanted < floor) return { replicas: floor, reason: minReplicas < limit ? 'ScaleDownLimit' : 'TooFewReplicas' };
  }
  return { replicas: wanted, reason: withinRange };
}

function upperLimit(current: number, { selectPolicy, policies }: ScalingRules, events: Events): number {
  if (selectPolicy === 'Disabled') return current;
  const limits = policies.map((policy) => {
    const start = sizeAtStart(current, policy, events);
    return policy.type === 'Pods' ? start + policy.value : Math.ceil(start * (1 + policy.value / 100));
  });
  return selectPolicy === 'Min' ? Math.min(...limits) : Math.max(...limits);
}

/** `Max` is the largest change, and so the smallest size. */
function lowerLimit(current: number, { selectPolicy, policies }: ScalingRules, events: Events): number {
  if (selectPolicy === 'Disabled') return current;
  const limits = policies.map((policy) => {
    const start = sizeAtStart(current, policy, events);
    return policy.type === 'Pods' ? start - policy.value : Math.trunc(start * (1 - policy.value / 100));
  });
  return selectPolicy === 'Min' ? Math.max(...limits) : Math.min(...limits);
}

/** The size when the policy's period began. */
function sizeAtStart(current: number, { periodSeconds }: ScalingPolicy, { scaleUpEvents, scaleDownEvents, nowSeconds }: Events): number {
  const changed = (events: readonly ScaleEvent[]) =>
    events.filter(({ atSeconds }) => nowSeconds - atSeconds < periodSeconds).reduce((sum, { change }) => sum + change, 0);
  return current - changed(scaleUpEvents) + changed(scaleDownEvents);
}

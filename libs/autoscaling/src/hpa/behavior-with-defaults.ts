import type { Behavior, ScalingRules } from './types.ts';

type PartialRules = { readonly [Field in keyof ScalingRules]?: ScalingRules[Field] | undefined };

export type PartialBehavior = {
  readonly scaleUp?: PartialRules | null | undefined;
  readonly scaleDown?: PartialRules | null | undefined;
};

/** Once there is a behavior, each field of each direction that is left out has its own default. */
export function behaviorWithDefaults({ scaleUp, scaleDown }: PartialBehavior, downscaleStabilizationSeconds: number): Behavior {
  return {
    scaleUp: {
      stabilizationWindowSeconds: scaleUp?.stabilizationWindowSeconds ?? 0,
      selectPolicy: scaleUp?.selectPolicy ?? 'Max',
      policies: scaleUp?.policies ?? [
        { type: 'Pods', value: 4, periodSeconds: 15 },
        { type: 'Percent', value: 100, periodSeconds: 15 },
      ],
      tolerance: scaleUp?.tolerance,
    },
    scaleDown: {
      stabilizationWindowSeconds: scaleDown?.stabilizationWindowSeconds ?? downscaleStabilizationSeconds,
      selectPolicy: scaleDown?.selectPolicy ?? 'Max',
      policies: scaleDown?.policies ?? [{ type: 'Percent', value: 100, periodSeconds: 15 }],
      tolerance: scaleDown?.tolerance,
    },
  };
}

/**
 * The rules of Kubernetes' HorizontalPodAutoscaler v2 (pkg/controller/podautoscaler of v1.37.1), as functions of their input. Amounts are in
 * thousandths, as there: 1000 stands for 1. Times are in seconds of one clock.
 */
export type ScalingPolicy = {
  readonly type: 'Pods' | 'Percent';
  /** Above 0. */
  readonly value: number;
  /** 1 to 1800. */
  readonly periodSeconds: number;
};

export type ScalingRules = {
  /** 0 to 3600. */
  readonly stabilizationWindowSeconds: number;
  readonly selectPolicy: 'Max' | 'Min' | 'Disabled';
  readonly policies: readonly ScalingPolicy[];
  /** How far a ratio may be from 1 before it counts. Omitted: the controller's own. */
  readonly tolerance?: number | undefined;
};

export type Behavior = { readonly scaleUp: ScalingRules; readonly scaleDown: ScalingRules };

/** What applies where there is no behavior. */
export type ControllerSettings = {
  readonly tolerance: { readonly scaleUp: number; readonly scaleDown: number };
  readonly downscaleStabilizationSeconds: number;
  readonly scaleUpLimit: { readonly factor: number; readonly minimum: number };
  /** The feature gate HPAScaleToZero. */
  readonly canScaleToZero: boolean;
};

export const controllerDefaults: ControllerSettings = {
  tolerance: { scaleUp: 0.1, scaleDown: 0.1 },
  downscaleStabilizationSeconds: 300,
  scaleUpLimit: { factor: 2, minimum: 4 },
  canScaleToZero: true,
};

/** `series`: all that the query gave. A query that failed, or gave nothing, is unknown and never 0. */
export type Reading = ({ readonly series: readonly number[] } | { readonly error: string }) & { readonly coverage?: Coverage };

/** How much there was in an answer, good or not. */
export type Coverage = {
  readonly series: number;
  /** Of its oldest sample. */
  readonly ageSeconds?: number;
};

export type MetricSource = 'External' | 'Object' | 'Pods';

export type Metric = {
  readonly source: MetricSource | 'Unknown';
  readonly target: { readonly type: 'Value' | 'AverageValue'; readonly amount: number };
  readonly reading: Reading;
};

/** What is to be scaled, as its scale subresource and its pods show it. */
export type Target = {
  readonly specReplicas: number;
  readonly statusReplicas: number;
  /** Running pods behind the selector, and how many of them are ready. */
  readonly pods: { readonly total: number; readonly ready: number };
  /** Why its pods cannot be told from others, if so. */
  readonly selectorFault?: 'InvalidSelector' | 'AmbiguousSelector' | undefined;
};

export type Recommendation = { readonly replicas: number; readonly atSeconds: number };

/** `change` is absolute. */
export type ScaleEvent = { readonly change: number; readonly atSeconds: number };

export type History = {
  /** Undefined until the first look. */
  readonly recommendations: readonly Recommendation[] | undefined;
  readonly scaleUpEvents: readonly ScaleEvent[];
  readonly scaleDownEvents: readonly ScaleEvent[];
};

export const conditionTypes = ['AbleToScale', 'ScalingActive', 'ScalingLimited', 'ScaledToZero'] as const;
export type ConditionType = (typeof conditionTypes)[number];
export type Condition = { readonly status: 'True' | 'False'; readonly reason: string };
export type Conditions = Readonly<Partial<Record<ConditionType, Condition>>>;

export function setCondition(conditions: Conditions, type: ConditionType, status: Condition['status'], reason: string): Conditions {
  return { ...conditions, [type]: { status, reason } };
}

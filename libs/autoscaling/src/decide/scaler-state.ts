import type { History } from '../hpa/types.ts';

export type SizeChange = { readonly from: number; readonly to: number; readonly atSeconds: number; readonly reason: string };

/** All that a decision must know of the ones before. Seconds since the epoch, whole ones. */
export type ScalerState = {
  readonly history: History;
  /** Size of the target as last seen or set. */
  readonly seenReplicas?: number;
  /** The last size that somebody else has set, and when that was seen. */
  readonly manualEdit?: { readonly replicas: number; readonly atSeconds: number };
  /** Since when a metric has been unknown without a break. */
  readonly unknownSince?: number;
  /** When a metric was unknown last. */
  readonly lastUnknown?: number;
  /** When the last decision was made. */
  readonly lastLook?: number;
  readonly lastChange?: SizeChange;
  /** The size of the volumes that was asked for last. */
  readonly lastGrowth?: { readonly size: string; readonly atSeconds: number };
  readonly desiredReplicas?: number;
};

export const firstState: ScalerState = { history: { recommendations: undefined, scaleUpEvents: [], scaleDownEvents: [] } };

import type { AutoScaler } from '@dataservices/api';
import type { Reading, ScalerState } from '@dataservices/autoscaling';
import type { Resource } from '@dataservices/kube';
import type { Settings } from './settings.ts';

/** What is scaled, as its object says. */
export type TargetView = {
  readonly uid: string;
  readonly resourceVersion: string;
  readonly replicas: number;
  /** Pods that exist, and those that are ready. */
  readonly statusReplicas: number;
  readonly readyReplicas: number;
  /** Whether it is as asked for and nothing moves; why, in plain words. */
  readonly settled: { readonly holds: boolean; readonly message: string };
  readonly isPaused: boolean;
  readonly isLeaving: boolean;
  /** Whether an AutoScaler has set its size, and not anybody else. */
  readonly isOwnSize: boolean;
  /** spec.storage.size, of those that have it. */
  readonly storageSize?: string | number;
};

/** Another one that scales the same target, as `Kind name`. */
export type Rival = string;

/** All that a plan may know. */
export type Observed = {
  /** Milliseconds since the epoch, by the steady clock. */
  readonly now: number;
  /** By how many seconds the wall clock is ahead of it. */
  readonly aheadSeconds: number;
  readonly scaler: AutoScaler;
  readonly state: ScalerState;
  readonly settings: Pick<Settings, 'periodMs' | 'isHpaCompatible'>;
  /** Undefined where nobody has said that the operator may scale such a kind. */
  readonly kind: Resource | undefined;
  readonly target: TargetView | undefined;
  readonly rivals: readonly Rival[];
  /** By name. */
  readonly metrics: ReadonlyMap<string, Reading>;
  readonly vetoes: ReadonlyMap<string, Reading>;
  /** Used part of the fullest volume; absent where nobody asked. */
  readonly usedRatio?: Reading;
};

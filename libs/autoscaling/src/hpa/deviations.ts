/** Where an AutoScaler is more careful than the HorizontalPodAutoscaler. Each has its name here, and can be left out. */
export type Deviations = {
  /** A metric above its target never asks for fewer replicas than there are to be, however few of them are ready or exist yet. */
  readonly overloadNeverLowers: boolean;
  /** A metric within tolerance asks for the size that is asked for, not for the number that exists. */
  readonly withinToleranceKeepsSpec: boolean;
  /** What was recommended before may keep the size up, but never raises it. */
  readonly historyNeverRaises: boolean;
  /** After a time in which a metric was unknown, the size shrinks only after a whole stabilization window of good answers. */
  readonly windowAfterOutage: boolean;
  /** What was recommended and done is kept over a restart of the operator. */
  readonly durableHistory: boolean;
};

export const noDeviations: Deviations = {
  overloadNeverLowers: false,
  withinToleranceKeepsSpec: false,
  historyNeverRaises: false,
  windowAfterOutage: false,
  durableHistory: false,
};

export const allDeviations: Deviations = {
  overloadNeverLowers: true,
  withinToleranceKeepsSpec: true,
  historyNeverRaises: true,
  windowAfterOutage: true,
  durableHistory: true,
};

import type { StepInput } from './measure-step.ts';

/** How much is measured. */
export type Size = {
  /** Of each number of metrics. */
  readonly decisions: number;
  /** AutoScalers, each with a target of its own. */
  readonly scalers: number;
  /** For which costs are counted, each time. */
  readonly seconds: number;
  /** Steps of a metric. */
  readonly step: readonly StepInput[];
  /** The same by KEDA, which takes long to build. */
  readonly keda: readonly StepInput[];
};

export const sizes: { readonly whole: Size; readonly quick: Size } = {
  whole: {
    decisions: 200_000,
    scalers: 1_000,
    // The status is written once a minute: of less than two, chance would decide how often that was.
    seconds: 120,
    step: [
      { by: 'operator', periodSeconds: 1, repetitions: 60 },
      { by: 'hpa', periodSeconds: 1, repetitions: 60 },
      { by: 'operator', periodSeconds: 15, repetitions: 12 },
      { by: 'hpa', periodSeconds: 15, repetitions: 12 },
    ],
    keda: [
      { by: 'keda', periodSeconds: 1, repetitions: 60 },
      { by: 'keda', periodSeconds: 15, repetitions: 12 },
      { by: 'kedaCached', periodSeconds: 15, repetitions: 12 },
    ],
  },
  quick: {
    decisions: 20_000,
    scalers: 50,
    seconds: 10,
    step: [
      { by: 'operator', periodSeconds: 1, repetitions: 3 },
      { by: 'hpa', periodSeconds: 1, repetitions: 3 },
    ],
    keda: [
      { by: 'keda', periodSeconds: 1, repetitions: 3 },
      { by: 'kedaCached', periodSeconds: 1, repetitions: 3 },
    ],
  },
};

export const autoscalerParts = ['decide', 'many', 'step', 'keda'] as const;

import type { MachineFacts } from '../machine-facts.ts';
import type { DecideFigure } from './measure-decide.ts';
import type { ManyFigure } from './measure-many.ts';
import type { StepFigure } from './measure-step.ts';

/** What was measured; an empty list or a missing figure was left out. */
export type AutoscalerResult = {
  readonly machine: MachineFacts;
  readonly decide: readonly DecideFigure[];
  readonly many?: ManyFigure | undefined;
  readonly step: readonly StepFigure[];
};

import type { Behavior, ControllerSettings } from './types.ts';

export type Tolerance = { readonly scaleUp: number; readonly scaleDown: number };

export function toleranceOf(behavior: Behavior | undefined, { tolerance }: ControllerSettings): Tolerance {
  return {
    scaleUp: behavior?.scaleUp.tolerance ?? tolerance.scaleUp,
    scaleDown: behavior?.scaleDown.tolerance ?? tolerance.scaleDown,
  };
}

/** Both ends are within. */
export function isWithin(ratio: number, { scaleUp, scaleDown }: Tolerance): boolean {
  return 1 - scaleDown <= ratio && ratio <= 1 + scaleUp;
}

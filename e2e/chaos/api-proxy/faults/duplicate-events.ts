import type { Fault } from '../fault.ts';

export type DuplicatedEvents = {
  /** How many of the events come twice, from 0 to 1. Default 1. */
  readonly share?: number;
  /** In [0, 1); needed where `share` is below 1. */
  readonly random?: () => number;
};

/** Events come twice in a row, as after a reconnect to a place that was passed already. */
export function duplicateEvents({ share = 1, random = () => 0 }: DuplicatedEvents = {}): Fault {
  return { line: (line) => (random() < share ? [line, line] : [line]) };
}

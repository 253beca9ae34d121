import type { Matcher } from '../asked.ts';
import type { Fault } from '../fault.ts';

export type CutOptions = {
  /** Events that arrive whole before it, of each watch together. Default 0. */
  readonly after?: number;
  /** Which watches. Default: all. */
  readonly matches?: Matcher;
};

/** The connection of a watch ends in the middle of an event, once. */
export function cutMidLine({ after = 0, matches = () => true }: CutOptions = {}): Fault {
  let left = after;
  return {
    line(line, watch) {
      if (left < 0 || line.uid === '' || !matches(watch.asked)) return [line];
      left -= 1;
      if (left >= 0) return [line];
      watch.cut(line.text.slice(0, Math.floor(line.text.length / 2)));
      return [];
    },
  };
}

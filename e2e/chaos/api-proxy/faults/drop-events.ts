import type { Matcher } from '../asked.ts';
import type { Fault } from '../fault.ts';

export type DroppedEvents = {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  /** Of which watches. Default: all. */
  readonly matches?: Matcher;
};

/** Events of one type never arrive. No API server does this; it shows what rests on events instead of on state. */
export function dropEvents({ type, matches = () => true }: DroppedEvents): Fault {
  return { line: (line, { asked }) => (line.type === type && matches(asked) ? [] : [line]) };
}

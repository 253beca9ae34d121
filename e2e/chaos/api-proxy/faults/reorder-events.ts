import type { Fault } from '../fault.ts';
import type { OpenWatch, WatchLine } from '../open-watch.ts';

export type ReorderedEvents = {
  /** How many events are gathered before they are delivered in another order; at least 2. */
  readonly window: number;
  /** In [0, 1). */
  readonly random: () => number;
  /** Even the versions of one object may change places, which no API server does. Default false. */
  readonly acrossVersions?: boolean;
};

/** Events change places within a window. Bookmarks end it: what they vouch for must have been delivered. */
export function reorderEvents({ window, random, acrossVersions = false }: ReorderedEvents): Fault {
  const gathered = new WeakMap<OpenWatch, WatchLine[]>();
  const take = (watch: OpenWatch) => {
    const lines = gathered.get(watch) ?? [];
    gathered.delete(watch);
    return shuffled(lines, random, acrossVersions);
  };
  return {
    line(line, watch) {
      if (line.uid === '') return [...take(watch), line];
      const lines = gathered.get(watch) ?? [];
      lines.push(line);
      gathered.set(watch, lines);
      return lines.length < window ? [] : take(watch);
    },
    release: take,
  };
}

/** Fisher and Yates; then, unless asked otherwise, the events of each object take the places of that object in their own order. */
function shuffled(lines: readonly WatchLine[], random: () => number, acrossVersions: boolean): readonly WatchLine[] {
  const result = [...lines];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const [a, b] = [result[last], result[other]];
    if (a !== undefined && b !== undefined) [result[last], result[other]] = [b, a];
  }
  if (acrossVersions) return result;
  const byObject = Map.groupBy(lines, ({ uid }) => uid);
  return result.flatMap(({ uid }) => byObject.get(uid)?.shift() ?? []);
}

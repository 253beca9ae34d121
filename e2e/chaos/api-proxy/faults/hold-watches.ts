import type { Matcher } from '../asked.ts';
import type { Fault } from '../fault.ts';
import type { OpenWatch, WatchLine } from '../open-watch.ts';

/** Nothing is delivered, bookmarks neither, until the fault is cleared; then everything is, in order. */
export function holdWatches(matches: Matcher = () => true): Fault {
  const held = new WeakMap<OpenWatch, WatchLine[]>();
  return {
    line(line, watch) {
      if (!matches(watch.asked)) return [line];
      const lines = held.get(watch) ?? [];
      lines.push(line);
      held.set(watch, lines);
      return [];
    },
    release: (watch) => held.get(watch) ?? [],
  };
}

import type { Matcher } from '../asked.ts';
import type { Fault } from '../fault.ts';
import type { OpenWatch } from '../open-watch.ts';

/**
 * A watch that is open while the fault is set delivers nothing for the rest of its life, bookmarks neither: what was lost
 * stays lost, so it must not go on after that.
 */
export function silenceWatches(matches: Matcher = () => true): Fault {
  const silent = new WeakSet<OpenWatch>();
  return {
    line(line, watch) {
      if (!matches(watch.asked)) return [line];
      if (!silent.has(watch)) {
        silent.add(watch);
        // The server's side is of no use any more; the client's stays open, and empty.
        watch.loseUpstream();
      }
      return [];
    },
  };
}

/** A clock for what lasts: that somebody sets the wall clock does not show in it. */
export type SteadyClock = {
  /** Milliseconds since the epoch: those of the wall clock when this one was made, and what has passed since. */
  now(): number;
  /** Whole seconds by which the wall clock is ahead of it, since it has been set; below 0: behind. Stored times are of the wall clock. */
  aheadSeconds(): number;
};

type Sources = { readonly wall?: () => number; readonly elapsed?: () => number };

export function createSteadyClock({ wall = () => Date.now(), elapsed = () => performance.now() }: Sources = {}): SteadyClock {
  const originMs = wall() - elapsed();
  const now = () => originMs + elapsed();
  let ahead = 0;
  return {
    now,
    aheadSeconds() {
      const seconds = (wall() - now()) / 1000;
      // Reading one clock after the other takes a moment: stored times must not tremble with it.
      if (Math.abs(seconds - ahead) >= 1) ahead = Math.round(seconds);
      return ahead;
    },
  };
}

import type { Pod } from '../src/pod.ts';

/** A pod that was made anew counts once, and so does every restart of a container. */
export function restartsBetween(before: readonly Pod[], after: readonly Pod[]): number {
  const countOf = ({ status }: Pod) => status?.containerStatuses?.[0]?.restartCount ?? 0;
  return before.reduce((sum, old) => {
    const now = after.find(({ metadata }) => metadata.name === old.metadata.name);
    if (now === undefined) return sum;
    return sum + (now.metadata.uid === old.metadata.uid ? countOf(now) - countOf(old) : 1 + countOf(now));
  }, 0);
}

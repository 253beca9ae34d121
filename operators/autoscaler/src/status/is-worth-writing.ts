import type { AutoScalerStatus } from '@dataservices/api';

/** At most so long is what is said behind what is known. */
const longestMs = 60_000;

/**
 * Whether a status is to be written: at once where an outcome has changed, or where the next operator would have to know of a higher or a lower
 * recommendation than is written down; else once a minute. Every value of a moving metric would be a write in every look.
 */
export function isWorthWriting(written: AutoScalerStatus, next: AutoScalerStatus, sinceWriteMs: number): boolean {
  return sinceWriteMs >= longestMs || outcomeOf(written) !== outcomeOf(next) || isBeyond(written, next);
}

function outcomeOf(status: AutoScalerStatus): string {
  const { observedGeneration, summary, currentReplicas, desiredReplicas, lastScaleTime, decision, memory, storage, currentMetrics } =
    status;
  return JSON.stringify([
    [observedGeneration, summary, currentReplicas, desiredReplicas, lastScaleTime],
    decision?.held,
    [memory?.seenReplicas, memory?.manualEdit, memory?.unknownSince],
    [storage?.size, storage?.lastGrowth],
    currentMetrics?.map(({ name, problem }) => [name, problem === undefined]),
    status.conditions?.map(({ type, status: holds, reason }) => [type, holds, reason]),
  ]);
}

function isBeyond(written: AutoScalerStatus, next: AutoScalerStatus): boolean {
  const sizes = ({ memory }: AutoScalerStatus) => (memory?.recommendations ?? []).map(({ replicas }) => replicas);
  const [before, after] = [sizes(written), sizes(next)];
  return Math.max(0, ...after) > Math.max(0, ...before) || Math.min(...after) < Math.min(...before);
}

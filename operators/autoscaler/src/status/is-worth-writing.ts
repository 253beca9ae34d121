import type { AutoScalerStatus } from '@dataservices/api';
import { canonicalJson } from '@dataservices/plan';

/** At most so long is what is said behind what is known. */
const longestMs = 60_000;

/**
 * Whether a status is to be written: at once where an outcome has changed, or where the next operator would have to know of a higher or a lower
 * recommendation than is written down; else once a minute, if anything is new. Every value of a moving metric would be a write in every look.
 */
export function isWorthWriting(written: AutoScalerStatus, next: AutoScalerStatus, sinceWriteMs: number): boolean {
  if (outcomeOf(written) !== outcomeOf(next) || isBeyond(written, next)) return true;
  return sinceWriteMs >= longestMs && !(isAtRest(next) && withoutTimes(written) === withoutTimes(next));
}

/**
 * Whether who takes over decides the same without knowing that somebody has looked until now: it takes what was recommended, or unknown, last for of
 * now, and the time since the last write for an outage, after which nothing shrinks for a whole window. That is no more than the window after a
 * recommendation of now, where there is no other and nothing else holds the size.
 */
function isAtRest({ decision, memory }: AutoScalerStatus): boolean {
  return decision?.held?.length === 0 && new Set(memory?.recommendations?.map(({ replicas }) => replicas)).size <= 1;
}

const times: ReadonlySet<string> = new Set(['time', 'lastUnknown', 'ageSeconds']);

function withoutTimes(status: AutoScalerStatus): string {
  return canonicalJson(JSON.parse(JSON.stringify(status, (key, value) => (times.has(key) ? undefined : value))));
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

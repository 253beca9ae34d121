import type { KafkaClusterStatus } from '@dataservices/api';
import { type Plan, rfc3339Seconds } from '@dataservices/plan';
import type { Observed } from '../observed.ts';
import type { Moves } from './moves.ts';

/** How far moves have come, as the status has it. */
export type Progress = NonNullable<NonNullable<KafkaClusterStatus['kraft']>['moves']>;

type Now = Pick<Observed, 'now' | 'cluster'>;

/** Moves are looked at each second, and go on for hours: each time that it is said how far they are is a write. */
const intervalMs = 10_000;
/** What would go on for longer stands still, as far as anybody can say. */
const longestMs = 365 * 24 * 3_600_000;

/** How far these have come: what was said last, until it is old enough to be said anew. */
export function progressOf({ now, cluster }: Now, { left, bytes: bytesLeft }: Moves): Progress {
  const known = cluster.status.kraft?.moves;
  const observedAt = rfc3339Seconds(now);
  if (known === undefined) return { since: observedAt, observedAt, partitionsLeft: left, bytesLeft };
  const elapsedMs = Date.parse(observedAt) - Date.parse(known.observedAt);
  if (elapsedMs >= 0 && elapsedMs < intervalMs) return known;
  const rate = rateSince(known, bytesLeft, elapsedMs);
  const restMs = (bytesLeft / (rate ?? 0)) * 1000;
  const hasEnd = bytesLeft > 0 && restMs < longestMs;
  return {
    since: known.since,
    observedAt,
    partitionsLeft: left,
    bytesLeft,
    ...(rate !== undefined && { bytesPerSecond: rate }),
    ...(hasEnd && { estimatedEnd: rfc3339Seconds(now + restMs) }),
  };
}

/** Half of it is what was seen before: partitions arrive one by one. A clock that was set back says nothing. */
function rateSince({ bytesLeft: before, bytesPerSecond: known }: Progress, bytesLeft: number, elapsedMs: number): number | undefined {
  if (!(elapsedMs > 0)) return known;
  const seen = Math.max(0, before - bytesLeft) / (elapsedMs / 1000);
  return Math.round(known === undefined ? seen : (seen + known) / 2);
}

const rules: readonly (string | undefined)[] = ['DrainBrokers', 'SpreadPartitions'];

/** What the status is to say of it: nothing where nothing is to move, and what it said last while moves wait, or something else is done first. */
export function progressPart(observed: Now, { step }: Pick<Plan, 'step'>, moves: Moves | string | undefined): Progress | undefined {
  if (moves === undefined) return undefined;
  if (typeof moves === 'string' || !rules.includes(step?.rule)) return observed.cluster.status.kraft?.moves;
  return moves.left === 0 ? undefined : progressOf(observed, moves);
}

export function describeProgress({ partitionsLeft, bytesLeft, observedAt, estimatedEnd }: Progress): string {
  const amount = bytesLeft === 0 ? '' : `, ${describeBytes(bytesLeft)} to copy`;
  const restMs = estimatedEnd === undefined ? undefined : Date.parse(estimatedEnd) - Date.parse(observedAt);
  const time = restMs === undefined ? '' : `, about ${describeTime(restMs)} left`;
  return `${partitionsLeft} partitions still to move${amount}${time}`;
}

function describeBytes(bytes: number): string {
  const mebibytes = bytes / 2 ** 20;
  return mebibytes < 1024 ? `${Math.ceil(mebibytes)} MiB` : `${(mebibytes / 1024).toFixed(1)} GiB`;
}

function describeTime(ms: number): string {
  const minutes = Math.ceil(ms / 60_000);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

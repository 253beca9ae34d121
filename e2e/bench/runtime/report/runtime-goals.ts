import type { Goal } from '../../goals.ts';
import type { AtRest } from '../operators/measure-at-rest.ts';
import { seconds } from './figure-cells.ts';
import type { RuntimeResult } from './runtime-result.ts';

const milliseconds = (value: number) => `${value.toFixed(0)} ms`;
const megabytes = (value: number) => `${(value / 1e6).toFixed(0)} MB`;

/** Those about which something was measured. */
export function runtimeGoals({ idle, scales, latency, takeOvers }: RuntimeResult): readonly Goal[] {
  const [last, middle] = [scales.at(-1), scales.find(({ objects }) => objects === 200)];
  const rests = [idle, ...scales.map(({ rest }) => rest)].flatMap((rest) => rest ?? []);
  const leaseMs = (end: string) => takeOvers.find((figure) => figure.end === end)?.leaseMs.max;
  const start = { limit: 15_000, show: seconds };
  const change = `${latency?.objects} objects, a change to its effect`;
  const goals = [
    { what: 'writes at rest', found: rests.length === 0 ? undefined : Math.max(...rests.map(worstWrites)), limit: 0, show: String },
    { what: `${last?.objects} objects from nothing`, found: last?.firstMs.max, ...start },
    { what: `${last?.objects} objects by a new process`, found: last?.againMs.max, ...start },
    { what: `${change}, p50`, found: latency?.p50Ms, limit: 50, show: milliseconds },
    { what: `${change}, p99`, found: latency?.p99Ms, limit: 250, show: milliseconds },
    { what: 'RSS idle, all operators', found: idle?.rssBytes.median, limit: 120e6, show: megabytes },
    { what: `RSS of ${middle?.objects} objects`, found: middle?.rest.rssBytes.median, limit: 150e6, show: megabytes },
    { what: 'take-over after a clean release', found: leaseMs('SIGTERM'), limit: 3_000, show: seconds },
    { what: 'take-over after a kill', found: leaseMs('SIGKILL'), limit: 20_000, show: seconds },
  ];
  return goals.flatMap(({ found, ...goal }) => (found === undefined ? [] : [{ ...goal, found }]));
}

function worstWrites({ writes, serverWrites }: AtRest): number {
  return Math.max(writes, serverWrites);
}

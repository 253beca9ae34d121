import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { awaitWrites } from '../../src/load.ts';
import { startRabbitmqLoad } from '../../src/rabbitmq-load.ts';
import type { TestBed } from '../../src/test-bed.ts';
import { restartsBetween } from '../restarts-between.ts';
import type { MeasuredCluster } from './measured-cluster.ts';
import { shareOf, viewSpread } from './spread-view.ts';

/** What clients saw of one piece of work, and what it cost the servers. */
export type WorkFigure = {
  /** From the request to the end of all work. */
  readonly durationMs: number;
  /** Longest time between two confirms, at 100 messages a second over 50 quorum queues. */
  readonly gapMs: number;
  readonly acknowledged: number;
  /** Messages that ended with an error, or with no answer. */
  readonly failed: number;
  /** Confirmed messages that no consumer got; null where they could not be waited for. */
  readonly lost: number | null;
  /** Deliveries beyond the first. */
  readonly repeated: number;
  /** Of nodes that were there before and are there afterwards. */
  readonly restarts: number;
  /** Which part of all leaders of queues, and of all connections, the nodes have at the end that were not there before, 0 to 1. */
  readonly newLeaders: number;
  readonly newConnections: number;
  /** Processes that wanted to run in the minute before. */
  readonly load: number;
};

/** Longer than an election and a reconnect, so that the end of a gap is seen; and than statistics need. */
const settleMs = 6_000;
const queues = 50;
const idle = 40;

/** @param act does the work, and returns when it is over */
export async function measureWork(
  bed: TestBed,
  { cluster, name }: { readonly cluster: MeasuredCluster; readonly name: string },
  act: () => Promise<void>,
): Promise<WorkFigure> {
  const [load1 = Number.NaN] = loadavg();
  const { ref, bindingSecret } = cluster;
  const before = await cluster.pods();
  const load = await startRabbitmqLoad(bed, { cluster: ref, bindingSecret, name, isByService: true, queues, idle });
  await load.mark(name);
  const startMs = performance.now();
  await act();
  const durationMs = Math.round(performance.now() - startMs);
  await delay(settleMs);
  await awaitWrites(bed, ref, load, (await load.state()).acknowledged + 50);
  const gapMs = (await load.state()).marks.at(-1)?.gapMs ?? Number.NaN;
  const after = await cluster.pods();
  const { leaders, connections } = await viewSpread(bed, cluster);
  const { acknowledged, lost, errors, repeated } = await load.finish();
  // Not after a failure: then the clients' logs are evidence.
  await load.remove();
  const newcomers = after.map(({ metadata }) => metadata.name).filter((pod) => before.every(({ metadata }) => metadata.name !== pod));
  return {
    durationMs,
    gapMs,
    acknowledged,
    failed: Object.values(errors).reduce((sum, count) => sum + count, 0),
    lost,
    repeated,
    restarts: restartsBetween(before, after),
    newLeaders: shareOf(leaders, newcomers),
    newConnections: shareOf(connections, newcomers),
    load: load1,
  };
}

import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { askZookeeper } from '../../src/ask-zookeeper.ts';
import { awaitWrites } from '../../src/load.ts';
import type { TestBed } from '../../src/test-bed.ts';
import { finishZookeeperLoad, startZookeeperLoad } from '../../src/zookeeper-load.ts';
import { type ZookeeperRef, zookeeperPods } from '../../src/zookeeper-object.ts';
import { restartsBetween } from '../restarts-between.ts';

/** What clients saw of one piece of work, and what it cost the servers. */
export type WorkFigure = {
  /** From the request to the end of all work. */
  readonly durationMs: number;
  /** Longest time between two acknowledged writes, at 50 a second. */
  readonly gapMs: number;
  readonly acknowledged: number;
  /** Writes that ended with an error, or with no answer. */
  readonly failed: number;
  /** Acknowledged writes that could not be read afterwards; null where nobody could be asked. */
  readonly lost: number | null;
  readonly expiredSessions: number;
  /** Whether what five clients saw of three registers can have happened in some order. */
  readonly verdict: string;
  /** That came to a leader. */
  readonly elections: number;
  /** Of members that were there before and are there afterwards. */
  readonly restarts: number;
  /** Processes that wanted to run in the minute before. */
  readonly load: number;
};

/** Longer than an election and a reconnect, so that the end of a gap is seen. */
const settleMs = 3_000;

/** @param act does the work, and returns when it is over */
export async function measureWork(
  bed: TestBed,
  { cluster, name }: { readonly cluster: ZookeeperRef; readonly name: string },
  act: () => Promise<void>,
): Promise<WorkFigure> {
  const [load1 = Number.NaN] = loadavg();
  const before = { pods: await zookeeperPods(bed, cluster), epoch: await epochOf(bed, cluster) };
  const load = await startZookeeperLoad(bed, { cluster, name });
  await load.mark(name);
  const startMs = performance.now();
  await act();
  const durationMs = Math.round(performance.now() - startMs);
  await delay(settleMs);
  await awaitWrites(bed, cluster, load, (await load.state()).acknowledged + 50);
  const gapMs = (await load.state()).marks.at(-1)?.gapMs ?? Number.NaN;
  const { acknowledged, lost, errors, expiredSessions, verdict } = await finishZookeeperLoad(load);
  const elections = (await epochOf(bed, cluster)) - before.epoch;
  const restarts = restartsBetween(before.pods, await zookeeperPods(bed, cluster));
  // Not after a failure: then the clients' logs are evidence.
  await load.remove();
  const failed = Object.values(errors).reduce((sum, count) => sum + count, 0);
  return { durationMs, gapMs, acknowledged, failed, lost, expiredSessions, verdict: verdict.result, elections, restarts, load: load1 };
}

async function epochOf(bed: TestBed, cluster: ZookeeperRef): Promise<number> {
  const pods = await zookeeperPods(bed, cluster);
  const answers = await Promise.all(pods.map(({ metadata: { name } }) => askZookeeper(bed, { namespace: cluster.namespace, name })));
  const leader = answers.find((answer) => answer?.mode === 'leader');
  if (leader === undefined) throw new Error(`nobody leads ${cluster.name}`);
  return leader.epoch;
}

import { WorkQueue } from '@dataservices/reconcile';
import type { Spread } from '../../../src/statistics.ts';
import { spreadOfRuns } from '../spread-of-runs.ts';

export type QueueFigure = {
  readonly workers: number;
  /** How many wait or are worked on at any time. */
  readonly keys: number;
  /** Keys taken, given back and added again, each second. */
  readonly perSecond: Spread;
  /** Of what a bare Map does in the same round. */
  readonly ratioToMap: Spread;
};

const workerCounts = [1, 4, 16];

/** With how many keys, and with which share of the operations: the Map takes longer for each where it holds many. */
const sizes = [
  { count: 100, share: 1 },
  { count: 10_000, share: 0.1 },
];

/**
 * A queue that always holds the same number of keys, beside a Map that only keeps their order: no priorities, no delays, no failures, nobody
 * who waits. The ways take turns, so that whatever slows the machine down slows all of them down.
 */
export async function measureQueue(operations: number, repetitions: number): Promise<readonly QueueFigure[]> {
  const figures: QueueFigure[] = [];
  for (const { count, share } of sizes) {
    const keys = Array.from({ length: count }, (_, at) => `default/cart-${at}`);
    // What has run once is compiled: the first of several ways must not pay for all.
    await measureRound(keys, (operations * share) / 10);
    const rounds = [];
    for (let round = 0; round < repetitions; round += 1) rounds.push(await measureRound(keys, operations * share));
    for (const [at, workers] of workerCounts.entries()) {
      const found = rounds.flatMap(({ queues, map }) => {
        const perSecond = queues[at];
        return perSecond === undefined ? [] : [{ perSecond, ratio: perSecond / map }];
      });
      const perSecond = spreadOfRuns(found.map((one) => one.perSecond));
      figures.push({ workers, keys: count, perSecond, ratioToMap: spreadOfRuns(found.map(({ ratio }) => ratio)) });
    }
  }
  return figures;
}

type Round = { readonly map: number; readonly queues: readonly number[] };

async function measureRound(keys: readonly string[], operations: number): Promise<Round> {
  const map = perSecond(operations, () => turnMap(keys, operations));
  const queues: number[] = [];
  for (const workers of workerCounts) {
    const startMs = performance.now();
    await turnQueue(keys, operations, workers);
    queues.push((operations / (performance.now() - startMs)) * 1000);
  }
  return { map, queues };
}

function perSecond(operations: number, work: () => void): number {
  const startMs = performance.now();
  work();
  return (operations / (performance.now() - startMs)) * 1000;
}

/** @returns how many keys were taken */
export async function turnQueue(keys: readonly string[], operations: number, workers: number): Promise<number> {
  const queue = new WorkQueue();
  let taken = 0;
  const work = async () => {
    for (let key = await queue.take(); key !== undefined; key = await queue.take()) {
      taken += 1;
      queue.done(key);
      if (taken >= operations) queue.close();
      // The same one again, or the queue would run dry: a key that waits is not added twice.
      else queue.add(key);
    }
  };
  for (const key of keys) queue.add(key);
  await Promise.all(Array.from({ length: workers }, work));
  return taken;
}

function turnMap(keys: readonly string[], operations: number): void {
  const waiting = new Map<string, number>();
  for (const key of keys) waiting.set(key, 0);
  for (let taken = 0; taken < operations; taken += 1) {
    const [key] = waiting.keys();
    if (key === undefined) return;
    waiting.delete(key);
    waiting.set(key, taken);
  }
}

import { setTimeout as delay } from 'node:timers/promises';
import { awaitWrites } from './load.ts';
import type { TestBed } from './test-bed.ts';
import type { ZookeeperLoad } from './zookeeper-load.ts';
import type { ZookeeperRef } from './zookeeper-object.ts';

/** Longer than an election and a reconnect: the gap of one fault must not be counted for the next. */
const calmMs = 3_000;

/** Does something under load, and says for how many milliseconds nobody got an answer. */
export async function underZookeeperLoad(
  bed: TestBed,
  { cluster, load, name }: { readonly cluster: ZookeeperRef; readonly load: ZookeeperLoad; readonly name: string },
  act: () => Promise<unknown>,
): Promise<number> {
  await load.mark(name);
  await act();
  await delay(calmMs);
  const { acknowledged } = await load.state();
  await awaitWrites(bed, cluster, load, acknowledged + 50);
  return (await load.state()).marks.at(-1)?.gapMs ?? Number.POSITIVE_INFINITY;
}

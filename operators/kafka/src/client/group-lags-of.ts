import type { Asker } from './asker.ts';
import { describeCluster } from './calls/describe-cluster.ts';
import { committedOffsets, endOffsets, partitionKey } from './calls/group-lags.ts';
import { listPartitions } from './calls/list-partitions.ts';
import type { CallOptions } from './port.ts';
import type { GroupLagView } from './views.ts';

/**
 * See the port. What was committed is asked first: an end that was looked up earlier could be before it. What a broker knows that does not
 * answer is left out.
 */
export async function listGroupLags(asker: Asker, options: CallOptions | undefined): Promise<readonly GroupLagView[]> {
  const { brokers } = await asker.current(options, describeCluster);
  const ids = brokers.flatMap(({ id, isFenced }) => (isFenced ? [] : id));
  const committed = (await settledOf(ids, (id) => asker.broker(id, options, committedOffsets))).flat();
  if (committed.length === 0) return [];
  const wanted = new Set(committed.map(partitionKey));
  const partitions = (await asker.current(options, listPartitions)).filter((each) => wanted.has(partitionKey(each)));
  const leaders = ids.filter((id) => partitions.some(({ leader }) => leader === id));
  const ends = await settledOf(leaders, (id) =>
    asker.broker(id, options, (ask) =>
      endOffsets(
        ask,
        partitions.filter(({ leader }) => leader === id),
      ),
    ),
  );
  return committed.flatMap((each) => {
    const end = ends.map((of) => of.get(partitionKey(each))).find((offset) => offset !== undefined);
    return end === undefined ? [] : { ...each, lag: Math.max(0, end - each.committed) };
  });
}

async function settledOf<T>(ids: readonly number[], look: (id: number) => Promise<T>): Promise<readonly T[]> {
  const looks = await Promise.allSettled(ids.map(look));
  return looks.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
}

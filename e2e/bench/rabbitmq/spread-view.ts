import { haveRabbitmq } from '../../src/rabbitmq-api.ts';
import type { TestBed } from '../../src/test-bed.ts';
import type { MeasuredCluster } from './measured-cluster.ts';

/** How leaders of queues and connections are spread over the nodes, by pod. */
export type SpreadView = { readonly leaders: Counts; readonly connections: Counts };
export type Counts = Readonly<Record<string, number>>;

/** Only by what is there now: statistics of connections are some seconds old. */
export async function viewSpread(bed: TestBed, { ref, admin, pods }: MeasuredCluster): Promise<SpreadView> {
  const [as, [first]] = await Promise.all([admin(), pods()]);
  const read = async (path: string) => JSON.parse(await haveRabbitmq(bed, ref, { path, as }, first?.metadata.name)) as readonly Placed[];
  const queues = await read('queues?disable_stats=true&columns=name,node,leader,type');
  const connections = await read('connections?columns=name,node');
  return { leaders: countBy(queues.map(({ leader, node }) => leader ?? node)), connections: countBy(connections.map(({ node }) => node)) };
}

type Placed = { readonly node?: string; readonly leader?: string };

function countBy(nodes: readonly (string | undefined)[]): Counts {
  const counts: Record<string, number> = {};
  for (const node of nodes) {
    const pod = /^rabbit@([^.]+)/.exec(node ?? '')?.[1];
    if (pod !== undefined) counts[pod] = (counts[pod] ?? 0) + 1;
  }
  return counts;
}

/** Which part of all these pods have, 0 to 1; 0 where there is nothing. */
export function shareOf(counts: Counts, pods: readonly string[]): number {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const own = pods.reduce((sum, pod) => sum + (counts[pod] ?? 0), 0);
  return total === 0 ? 0 : own / total;
}

/** The pod that leads most; undefined where there is no queue. */
export function mostLeaders({ leaders }: SpreadView): string | undefined {
  return Object.entries(leaders).toSorted(([, a], [, b]) => b - a)[0]?.[0];
}

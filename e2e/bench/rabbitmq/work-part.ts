import { killContainer } from '../../src/kill-container.ts';
import { haveRabbitmq } from '../../src/rabbitmq-api.ts';
import { readSecret } from '../../src/redis-objects-of.ts';
import type { TestBed } from '../../src/test-bed.ts';
import type { MeasuredCluster } from './measured-cluster.ts';
import type { WorkName } from './rabbitmq-result.ts';
import { mostLeaders, viewSpread } from './spread-view.ts';
import { measureWork, type WorkFigure } from './work-figure.ts';

export const sizes = { before: 3, grown: 5 } as const;

/** One piece of work under load, on a cluster that is whole before it and after it. */
export async function measurePart(bed: TestBed, cluster: MeasuredCluster, work: WorkName, name: string): Promise<WorkFigure> {
  await cluster.haveSize(work === 'leave' ? sizes.grown : sizes.before);
  await forgetQueues(bed, cluster);
  return measureWork(bed, { cluster, name }, () => doers[work](bed, cluster, name));
}

/** Those of earlier clients, by the login that they had: each costs every later one. */
async function forgetQueues(bed: TestBed, { ref, bindingSecret, pods }: MeasuredCluster): Promise<void> {
  const { namespace } = ref;
  const [{ username: user = '', password = '' } = {}, [first]] = await Promise.all([
    readSecret(bed, { namespace, name: bindingSecret }),
    pods(),
  ]);
  const as = { user, password };
  const ask = (path: string, method?: 'DELETE') => haveRabbitmq(bed, ref, { path, as, ...(method && { method }) }, first?.metadata.name);
  const queues = JSON.parse(await ask('queues/%2F?disable_stats=true&columns=name')) as readonly { readonly name: string }[];
  for (const { name } of queues) await ask(`queues/%2F/${encodeURIComponent(name)}`, 'DELETE');
}

const doers: Readonly<Record<WorkName, (bed: TestBed, cluster: MeasuredCluster, name: string) => Promise<void>>> = {
  kill,
  roll: (_bed, cluster, name) => cluster.restart(name),
  join: (_bed, cluster) => cluster.haveSize(sizes.grown),
  leave: (_bed, cluster) => cluster.haveSize(sizes.before),
};

async function kill(bed: TestBed, cluster: MeasuredCluster): Promise<void> {
  const { namespace, name } = cluster.ref;
  const pod = mostLeaders(await viewSpread(bed, cluster));
  if (pod === undefined) throw new Error(`no queue of ${name} has a leader`);
  await killContainer(bed, { namespace, name: pod }, 'rabbitmq');
  await cluster.awaitLoss(pod);
  await cluster.awaitWhole('the death of a node');
}

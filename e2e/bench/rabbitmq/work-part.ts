import type { RabbitmqCluster } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import { killContainer } from '../../src/kill-container.ts';
import { askRabbitmq } from '../../src/rabbitmq-api.ts';
import { applyRabbitmq, awaitRabbitmq, awaitRabbitmqRest, type RabbitmqRef } from '../../src/rabbitmq-object.ts';
import type { TestBed } from '../../src/test-bed.ts';
import type { WorkName } from './rabbitmq-result.ts';
import { mostLeaders, viewSpread } from './spread-view.ts';
import { measureWork, type WorkFigure } from './work-figure.ts';

export const sizes = { before: 3, grown: 5 } as const;
const spec = { storage: { size: '1Gi' }, connections: { spreadAfterJoin: 'Enabled' } };

/** One piece of work under load, on a cluster that is whole before it and after it. */
export async function measurePart(bed: TestBed, cluster: RabbitmqRef, work: WorkName, name: string): Promise<WorkFigure> {
  await haveSize(bed, cluster, work === 'leave' ? sizes.grown : sizes.before);
  await forgetQueues(bed, cluster);
  return measureWork(bed, { cluster, name }, () => doers[work](bed, cluster, name));
}

export async function haveSize(bed: TestBed, cluster: RabbitmqRef, replicas: number): Promise<void> {
  await applyRabbitmq(bed, cluster, { ...spec, replicas });
  await awaitRabbitmqRest(bed, cluster, `the change to ${replicas}`, 300_000);
}

/** Those of earlier clients: each costs every later one. */
async function forgetQueues(bed: TestBed, cluster: RabbitmqRef): Promise<void> {
  const { text } = await askRabbitmq(bed, cluster, { path: 'queues/%2F?disable_stats=true&columns=name' });
  for (const { name } of JSON.parse(text) as readonly { readonly name: string }[]) {
    await askRabbitmq(bed, cluster, { method: 'DELETE', path: `queues/%2F/${encodeURIComponent(name)}` });
  }
}

const doers: Readonly<Record<WorkName, (bed: TestBed, cluster: RabbitmqRef, name: string) => Promise<void>>> = {
  kill,
  roll: restart,
  join: (bed, cluster) => haveSize(bed, cluster, sizes.grown),
  leave: (bed, cluster) => haveSize(bed, cluster, sizes.before),
};

async function kill(bed: TestBed, cluster: RabbitmqRef): Promise<void> {
  const pod = mostLeaders(await viewSpread(bed, cluster));
  if (pod === undefined) throw new Error(`no queue of ${cluster.name} has a leader`);
  await killContainer(bed, { namespace: cluster.namespace, name: pod }, 'rabbitmq');
  const isLost = ({ status }: RabbitmqCluster) => status.members?.find(({ name }) => name === pod)?.ready === false;
  await awaitRabbitmq(bed, cluster, isLost, { what: 'the loss to be seen', timeoutMs: 30_000 });
  await awaitRabbitmqRest(bed, cluster, 'the death of a node', 180_000);
}

async function restart(bed: TestBed, cluster: RabbitmqRef, token: string): Promise<void> {
  await bed.kube.mergePatch(resources.rabbitmqClusters, cluster, { metadata: { annotations: { 'dataservices.dev/restart': token } } });
  const isHandled = ({ status }: RabbitmqCluster) =>
    status.requests?.some((request) => request.token === token && request.state === 'Handled') === true;
  await awaitRabbitmq(bed, cluster, isHandled, { what: 'the restart to be handled', timeoutMs: 300_000 });
  await awaitRabbitmqRest(bed, cluster, 'the restart');
}

import type { KafkaCluster } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import { killKafka } from '../../src/kafka-faults.ts';
import { applyKafka, awaitKafka, awaitKafkaRest, type KafkaRef } from '../../src/kafka-object.ts';
import { leadersByConsole } from '../../src/kafka-tools.ts';
import type { TestBed } from '../../src/test-bed.ts';
import type { WorkName } from './kafka-result.ts';
import { timeOfRule } from './moved-data.ts';
import { bootstrapOf, haveData } from './stored-data.ts';
import { moveByTool } from './tool-part.ts';
import { measureWork, type Work, type WorkFigure } from './work-figure.ts';

export const sizes = { before: 3, grown: 4 } as const;

/** With less, others lead sooner when a broker is lost. */
const impatience = { 'broker.session.timeout.ms': 3_000, 'broker.heartbeat.interval.ms': 500 };

/** Of a cluster of three brokers and three controllers, or more brokers. */
export function specOf(replicas: number = sizes.before, config: object = {}): object {
  return { replicas, config, storage: { size: '1Gi', whenDeleted: 'Delete' }, controllers: { storage: { size: '1Gi' } } };
}

/** One piece of work under load, on a cluster that is whole before it and after it, and that stores something. */
export async function measurePart(bed: TestBed, cluster: KafkaRef, work: WorkName, name: string): Promise<WorkFigure> {
  await haveSpec(bed, cluster, specFor(work));
  await haveData(bed, cluster);
  return measureWork(bed, { cluster, name }, () => works[work](bed, cluster, name));
}

/** What there is before the work. */
function specFor(work: WorkName): object {
  if (work === 'leave' || work === 'tool') return specOf(sizes.grown);
  return work === 'impatient' ? specOf(sizes.before, impatience) : specOf();
}

export function haveSize(bed: TestBed, cluster: KafkaRef, replicas: number): Promise<void> {
  return haveSpec(bed, cluster, specOf(replicas));
}

async function haveSpec(bed: TestBed, cluster: KafkaRef, spec: object): Promise<void> {
  await applyKafka(bed, cluster, spec);
  await awaitKafkaRest(bed, cluster, 'the change of its spec', 420_000);
}

const works: Readonly<Record<WorkName, (bed: TestBed, cluster: KafkaRef, name: string) => Promise<Work>>> = {
  kill: killMostLeaders,
  impatient: killMostLeaders,
  roll: async (bed, cluster, token) => ({ act: () => restart(bed, cluster, token) }),
  join: async (bed, cluster) => ({
    act: () => timeOfRule(bed, cluster, 'SpreadPartitions', () => haveSize(bed, cluster, sizes.grown)),
    passenger: { pod: lastPod(cluster), stores: 'after' },
  }),
  tool: (bed, cluster) => moveByTool(bed, cluster, { brokers: sizes.grown, spec: specOf(sizes.grown) }),
  leave: async (bed, cluster) => ({
    act: () => timeOfRule(bed, cluster, 'DrainBrokers', () => haveSize(bed, cluster, sizes.before)),
    passenger: { pod: lastPod(cluster), stores: 'before' },
  }),
};

/** Of the broker that comes and goes. */
function lastPod({ name }: KafkaRef): string {
  return `${name}-kafka-${sizes.before}`;
}

async function killMostLeaders(bed: TestBed, cluster: KafkaRef): Promise<Work> {
  const pod = await podWithMostLeaders(bed, cluster);
  return { act: () => kill(bed, cluster, pod) };
}

async function podWithMostLeaders(bed: TestBed, cluster: KafkaRef): Promise<string> {
  const leaders = await leadersByConsole(bed, cluster, { bootstrap: await bootstrapOf(bed, cluster) });
  const [most] = [...leaders].toSorted(([, a], [, b]) => b - a);
  if (most === undefined) throw new Error(`no partition of ${cluster.name} has a leader`);
  return `${cluster.name}-kafka-${most[0]}`;
}

async function kill(bed: TestBed, cluster: KafkaRef, pod: string): Promise<undefined> {
  await killKafka(bed, cluster, pod);
  await awaitKafkaRest(bed, cluster, 'the death of a broker', 180_000);
}

async function restart(bed: TestBed, cluster: KafkaRef, token: string): Promise<undefined> {
  await bed.kube.mergePatch(resources.kafkaClusters, cluster, { metadata: { annotations: { 'dataservices.dev/restart': token } } });
  const isHandled = ({ status }: KafkaCluster) =>
    status.requests?.some((request) => request.token === token && request.state === 'Handled') === true;
  await awaitKafka(bed, cluster, isHandled, { what: 'the restart to be handled', timeoutMs: 600_000 });
  await awaitKafkaRest(bed, cluster, 'the restart');
}

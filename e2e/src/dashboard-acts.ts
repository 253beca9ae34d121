import { type Ref, resources } from '@dataservices/kube';
import { concreteQuery } from '@dataservices/observability';
import { waitUntil } from '../cluster/src/index.ts';
import { awaitAutoscaler } from './autoscaler-object.ts';
import { awaitKafkaRest } from './kafka-object.ts';
import { clusterName, commandsQuery, scaleByCommands } from './observed-clusters.ts';
import { isPodReady, type Pod, readPod } from './pod.ts';
import { askPrometheus } from './prometheus-object.ts';
import { awaitRabbitmqRest } from './rabbitmq-object.ts';
import { awaitRest, readRedis } from './redis-object.ts';
import type { TestBed } from './test-bed.ts';
import { awaitZookeeperRest, readZookeeper } from './zookeeper-object.ts';

export type Stage = {
  readonly bed: TestBed;
  readonly namespace: string;
  /** Notes what is about to be done, in a sentence without a full stop. */
  readonly note: (what: string) => Promise<void>;
};

/**
 * Takes a member of each of the observed clusters away, one after the other, and has the AutoScaler want another size. Returns when
 * Prometheus has seen all of them at rest again.
 */
export async function playActs(stage: Stage): Promise<void> {
  await awaitQuiet(stage, 'the beginning');
  for (const act of [loseRedisMaster, loseZookeeperLeader, loseRabbitmqNode, loseKafkaBroker, growByLoad]) {
    await act(stage);
    await awaitQuiet(stage, act.name);
  }
}

const restMs = 240_000;
const cartOf = ({ namespace }: Stage) => ({ namespace, name: clusterName });

async function loseRedisMaster(stage: Stage): Promise<void> {
  const { leader = '' } = (await readRedis(stage.bed, cartOf(stage))).status ?? {};
  await losePod(stage, leader, "the master's pod of Redis");
  await awaitRest(stage.bed, cartOf(stage), 'the loss of its master', restMs);
}

async function loseZookeeperLeader(stage: Stage): Promise<void> {
  const { leader = '' } = (await readZookeeper(stage.bed, cartOf(stage))).status;
  await losePod(stage, leader, "the leader's pod of ZooKeeper");
  await awaitZookeeperRest(stage.bed, cartOf(stage), 'the loss of its leader', restMs);
}

async function loseRabbitmqNode(stage: Stage): Promise<void> {
  await losePod(stage, `${clusterName}-rabbitmq-1`, 'a pod of RabbitMQ');
  await awaitRabbitmqRest(stage.bed, cartOf(stage), 'the loss of a node', restMs);
}

async function loseKafkaBroker(stage: Stage): Promise<void> {
  await losePod(stage, `${clusterName}-kafka-1`, "a broker's pod of Kafka");
  await awaitKafkaRest(stage.bed, cartOf(stage), 'the loss of a broker', restMs);
}

/** As `kubectl delete pod`. Returns when another one of this name is ready. */
async function losePod({ bed, namespace, note }: Stage, name: string, what: string): Promise<void> {
  const ref: Required<Ref> = { namespace, name };
  const { uid } = (await readPod(bed.kube, ref)).metadata;
  await note(`${what}, ${name}, is deleted`);
  await bed.kube.delete(resources.pods, ref);
  const isBack = async () => {
    const pod = await bed.kube.get<Pod>(resources.pods, ref);
    return pod !== undefined && pod.metadata.uid !== uid && isPodReady(pod);
  };
  await waitUntil(isBack, { what: `${name} to be back`, timeoutMs: restMs });
}

/** A goal of which there are three and a half now: four members, whatever the load does within a seventh. */
async function growByLoad(stage: Stage): Promise<void> {
  const { bed, namespace, note } = stage;
  const commands = await askPrometheus(bed, namespace, concreteQuery(commandsQuery, { namespace, name: clusterName }));
  if (commands === undefined) throw new Error('Prometheus has no commands of Redis to scale by');
  const goal = Math.round(commands / 3.5);
  await note(`the target of the AutoScaler is lowered to ${goal} commands a second for each member of Redis`);
  await scaleByCommands(bed, namespace, goal);
  await awaitAutoscaler(bed, cartOf(stage), 'Redis to be scaled', ({ currentReplicas = 0 }) => currentReplicas > 3, restMs);
  const hasGrown = async () => ((await readRedis(bed, cartOf(stage))).status?.readyReplicas ?? 0) > 3;
  await waitUntil(hasGrown, { what: 'a fourth member of Redis to be ready', timeoutMs: restMs });
  await awaitRest(bed, cartOf(stage), 'growth', restMs);
}

/** Until no operator does anything, and every member answers, for as long as it takes to be seen in every rate. */
async function awaitQuiet({ bed, namespace }: Stage, after: string): Promise<void> {
  const operations = `max(max_over_time(operator_resource_operation{namespace="${namespace}"}[20s]) > 0)`;
  const silent = `count(min_over_time(up{namespace="${namespace}"}[20s]) == 0)`;
  const isQuiet = async () => (await askPrometheus(bed, namespace, `${operations} or ${silent} or vector(0)`)) === 0;
  await waitUntil(isQuiet, { what: `quiet in ${namespace} after ${after}`, timeoutMs: restMs, intervalMs: 2000 });
}

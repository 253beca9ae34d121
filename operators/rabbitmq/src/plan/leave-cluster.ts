import { podDeletion } from '@dataservices/members';
import type { RabbitmqAction } from '../action.ts';
import type { QueueView } from '../client/port.ts';
import { podOf } from '../names.ts';
import type { Observed, RabbitmqMember } from '../observed.ts';
import { forgetTask, forgottenBy, isStandDown, leaveTask, standDownTask, taskAnnotation } from '../resources/task.ts';
import { describeAlarms } from './alarms.ts';
import { canLose, replicatedOn } from './caught-up.ts';
import { type Cluster, clusterOf, isStopped, spokesman } from './cluster.ts';
import { isHealthy, laggingQueues, leavingMembers, stayingMembers } from './health.ts';
import { clusterIdOf } from './identity.ts';
import { classicQueuesOn, describeQueues } from './move-queues.ts';
import { doneStreamTask } from './place-stream-members.ts';
import type { RabbitmqRule, RabbitmqStep } from './rule.ts';

const rule = 'LeaveCluster';

/**
 * Precondition: a node of the cluster is above the size that is asked for, and everybody who stays does its part.
 * Effect: one thing at a time, the highest node first: quorum queues lose their members there; the node hands its leaders over and stops;
 * a node that stays has it forgotten. Only then does its pod go.
 *
 * Prevents: durable classic queues that are deleted in silence with the node that they are on; a queue that loses its majority, or the
 * last whole copy of what it holds; and a node that everybody still counts on, although it is gone.
 */
export const leaveCluster: RabbitmqRule = (observed) => {
  const cluster = clusterOf(observed);
  if (cluster === undefined || observed.cluster.spec.replicas === 0) return undefined;
  const member = nextToLeave(observed, cluster);
  if (member === undefined) return undefined;
  const obstacle = obstacleOf(observed, cluster, member);
  if (obstacle !== undefined) return waiting(member, obstacle);
  return stepFor(observed, cluster, member);
};

/** One that does not run before the highest: it does not come back, and those that would leave before it wait for its members of queues. */
function nextToLeave(observed: Observed, cluster: Cluster): RabbitmqMember | undefined {
  const leaving = leavingMembers(observed, cluster);
  const gone = leaving.find((member) => !isHealthy(observed, member) && obstacleOf(observed, cluster, member) === undefined);
  return gone ?? leaving[0];
}

/** What keeps a node from leaving, in a few words. Once it has stopped to leave there is no way back but to join again. */
function obstacleOf(observed: Observed, cluster: Cluster, member: RabbitmqMember): string | undefined {
  const staying = stayingMembers(observed, cluster);
  if (staying.length === 0) return 'no node that is to stay is of the cluster yet';
  const missing = staying.filter((one) => !isHealthy(observed, one));
  if (missing.length > 0) return `${missing.map(({ name }) => name).join(', ')} must do their part first`;
  const alarms = describeAlarms(staying);
  if (alarms !== undefined) return `publishers are blocked, because ${alarms}: the others cannot take its part`;
  if (observed.queues === undefined) return 'no node says which queues there are';
  const classic = classicObstacle(observed, observed.queues, member);
  if (classic !== undefined) return classic;
  const streams = observed.queues.filter(({ type, members }) => type === 'stream' && members.includes(member.node));
  if (cluster.nodes.length === 2 && streams.length > 0) {
    return `of two nodes none can leave that has members of streams (${describeQueues(streams)}): delete them, or keep two nodes`;
  }
  const lagging = laggingQueues(observed).filter(({ members, online }) =>
    members.some((node) => node !== member.node && !online.includes(node)),
  );
  if (lagging.length > 0) return `members of queues are away (${describeQueues(lagging)})`;
  const alone = observed.queues.filter(({ type, members }) => type === 'quorum' && members.every((node) => node === member.node));
  if (alone.length === 0 || isStandDown(member.task)) return undefined;
  return `it has the only copy of quorum queues (${describeQueues(alone)}), and no other gets one: let it run, or delete them`;
}

/** Classic queues are on one node alone. One that is on its way is in two halves, and is to arrive first. */
function classicObstacle({ cluster: { spec } }: Observed, queues: readonly QueueView[], { node }: RabbitmqMember): string | undefined {
  const mode = spec.clustering.classicQueuesOnScaleIn;
  const onTheWay = queues.flatMap(({ standsInFor, vhost }) => (standsInFor === undefined ? [] : [{ vhost, name: standsInFor.name }]));
  if (onTheWay.length > 0) {
    return `classic queues are on their way to other nodes (${describeQueues(onTheWay)})${mode === 'Migrate' ? '' : ': set spec.clustering.classicQueuesOnScaleIn to Migrate until they have arrived'}`;
  }
  const bound = classicQueuesOn(queues, node);
  if (mode === 'Discard' || bound.length === 0) return undefined;
  return `it has classic queues that nobody else has (${describeQueues(bound)}): move or delete them, or set spec.clustering.classicQueuesOnScaleIn to Migrate or Discard`;
}

function stepFor(observed: Observed, cluster: Cluster, member: RabbitmqMember): RabbitmqStep {
  const { name, node, pod, task } = member;
  const speaker = spokesman({ ...cluster, reporters: cluster.reporters.filter((one) => one.ordinal < observed.cluster.spec.replicas) });
  if (speaker?.pod === undefined) return waiting(member, 'nobody who stays speaks for the cluster');
  const held = replicatedOn(observed, node);
  if (held.length > 0 && !isStandDown(task)) return takeMembersAway(member, speaker.name, held);
  const clusterId = clusterIdOf(observed);
  if (!isStopped(cluster, member)) {
    if (pod === undefined) return waiting(member, 'the others are still connected to it, and it has no pod');
    if (isStandDown(task)) return waiting(member, 'it hands its leaders over and stops');
    const isOneOfTwo = cluster.nodes.length === 2;
    const annotations = { [taskAnnotation]: isOneOfTwo ? leaveTask(clusterId) : standDownTask(clusterId) };
    const reason = `${name} is to leave: it hands its leaders over and stops`;
    return { rule, reason, actions: [{ kind: 'annotate-pod', pod: name, uid: pod.uid, annotations }], requeueAfterMs: 1_000 };
  }
  const isTold = observed.members.some((one) => forgottenBy(one.task) === node);
  if (isTold) return waiting(member, 'the others forget it');
  // Its container would go on with what it holds, and is gone before anybody forgets it.
  if (pod !== undefined && !isStandDown(task) && !pod.isTerminating) {
    return {
      rule,
      reason: `${name} is to leave, and does not run: its pod goes first`,
      actions: [podDeletion(pod)],
      requeueAfterMs: 1_000,
    };
  }
  const annotations = { [taskAnnotation]: forgetTask(clusterId, node, observed.fresh) };
  const reason = `${name} has stopped: ${speaker.name} has it forgotten`;
  return {
    rule,
    reason,
    actions: [{ kind: 'annotate-pod', pod: speaker.name, uid: speaker.pod.uid, annotations }],
    requeueAfterMs: 1_000,
  };
}

/** Of queues whose other members have all that there is. The rest is known, or has copied more, in the next pass. */
function takeMembersAway(member: RabbitmqMember, pod: string, held: readonly QueueView[]): RabbitmqStep {
  const { name, node } = member;
  const ready = held.filter((queue) => canLose(queue, node));
  if (ready.length === 0) return waiting(member, `other members of queues have not caught up (${describeQueues(held)})`);
  const actions = ready.map(({ vhost, name: queue }): RabbitmqAction => ({ kind: 'remove-replica', pod, vhost, queue, node }));
  return { rule, reason: `${name} is to leave: ${held.length} quorum queues lose their members there`, actions, requeueAfterMs: 500 };
}

/**
 * Precondition: a pod was told to have a node forgotten, and no node of the cluster lists that one any more; or to give a stream a member
 * that is there.
 * Effect: the task is taken away from the pod.
 *
 * Prevents: a task that outlives its purpose, and is there when the node is back.
 */
export const endTask: RabbitmqRule = (observed) => {
  const cluster = clusterOf(observed);
  if (cluster === undefined) return undefined;
  const done = observed.members.find(({ pod, task }) => {
    const node = forgottenBy(task);
    return pod !== undefined && !pod.isTerminating && node !== undefined && !cluster.nodes.includes(node);
  });
  const target = done ?? doneStreamTask(observed);
  if (target?.pod === undefined) return undefined;
  const { name: pod, uid } = target.pod;
  const forgotten = forgottenBy(target.task);
  return {
    rule: 'EndTask',
    reason: forgotten === undefined ? 'a stream has got its member' : `${podOf(observed.names, forgotten)} is forgotten`,
    actions: [{ kind: 'annotate-pod', pod, uid, annotations: { [taskAnnotation]: null } }],
  };
};

function waiting({ name }: RabbitmqMember, obstacle: string): RabbitmqStep {
  return { rule, reason: `${name} is to leave, and waits: ${obstacle}`, actions: [], requeueAfterMs: 1_000 };
}

import type { QueueView } from '../client/port.ts';
import type { Observed, RabbitmqMember } from '../observed.ts';
import { type StreamMember, streamMemberOf, streamTask } from '../resources/stream-task.ts';
import { taskAnnotation } from '../resources/task.ts';
import { clusterOf, spokesman } from './cluster.ts';
import { isWhole, stayingMembers } from './health.ts';
import { clusterIdOf } from './identity.ts';
import type { RabbitmqRule } from './rule.ts';

const rule = 'PlaceStreamMembers';

/**
 * Precondition: every node does its part, and a stream has fewer members than it is to have, of all nodes that stay.
 * Effect: one node is told to give it a member more, on the node that has the fewest. One at a time: a member copies all that there is.
 *
 * Prevents: a node that has joined and holds no part of any stream; and a stream that goes on with one member until its node is lost.
 */
export const placeStreamMembers: RabbitmqRule = (observed) => {
  const cluster = clusterOf(observed);
  const speaker = cluster === undefined ? undefined : spokesman(cluster);
  if (cluster === undefined || speaker?.pod === undefined || !isWhole(observed)) return undefined;
  const nodes = stayingMembers(observed, cluster).map(({ node }) => node);
  const missing = nextMember(observed, nodes);
  const told = observed.members.find(({ task }) => streamMemberOf(task) !== undefined);
  if (missing === undefined || told !== undefined || speaker.task !== undefined) return undefined;
  const { name: pod, uid } = speaker.pod;
  const annotations = { [taskAnnotation]: streamTask(clusterIdOf(observed), missing, observed.fresh) };
  return {
    rule,
    reason: `the stream ${missing.queue} in ${missing.vhost} gets a member`,
    actions: [{ kind: 'annotate-pod', pod, uid, annotations }],
    requeueAfterMs: 2_000,
  };
};

/** The pod that was told of a member that is there by now, or that nobody wants any more. */
export function doneStreamTask(observed: Observed): RabbitmqMember | undefined {
  return observed.members.find(({ pod, task }) => {
    const wanted = streamMemberOf(task);
    if (pod === undefined || pod.isTerminating || wanted === undefined) return false;
    const stream = observed.queues?.find(({ name, vhost, type }) => type === 'stream' && name === wanted.queue && vhost === wanted.vhost);
    return observed.queues !== undefined && (stream === undefined || stream.members.includes(wanted.node));
  });
}

function nextMember({ queues = [], cluster }: Observed, nodes: readonly string[]): StreamMember | undefined {
  const streams = queues.filter(({ type }) => type === 'stream');
  const load = (node: string) => streams.filter(({ members }) => members.includes(node)).length;
  const wanted = Math.min(cluster.spec.clustering.quorumQueueGroupSize, nodes.length);
  const lacking = streams.find((stream) => lacks(stream, nodes, wanted));
  const [node] = nodes.filter((one) => lacking?.members.includes(one) === false).toSorted((a, b) => load(a) - load(b));
  return lacking === undefined || node === undefined ? undefined : { vhost: lacking.vhost, queue: lacking.name, node };
}

/** As many as it was declared to have are enough. */
function lacks({ members, askedSize }: QueueView, nodes: readonly string[], groupSize: number): boolean {
  return members.length > 0 && members.filter((node) => nodes.includes(node)).length < Math.min(askedSize ?? groupSize, nodes.length);
}

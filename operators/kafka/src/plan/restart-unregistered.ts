import type { KafkaClusterStatus } from '@dataservices/api';
import { podDeletion } from '@dataservices/members';
import { type Plan, waitedMs } from '@dataservices/plan';
import type { KafkaAction } from '../action.ts';
import type { KafkaMember, Observed } from '../observed.ts';
import { describeWait } from './addresses.ts';
import { wantedBrokers } from './health.ts';
import type { KafkaRule } from './rule.ts';

const rule = 'RestartUnregistered';

/** A broker registers within seconds, before it loads its logs, however long that takes; Kafka's own limit is a minute. */
const patienceMs = 180_000;

/** For how long the controllers must have been seen to agree meanwhile: whoever could not register before does so now. */
const graceMs = 60_000;

/** At which Kafka ends by itself. */
const longestMs = 1_800_000;

/**
 * Precondition: a broker has run for three minutes, and twice as long after each restart for this; the active controller, which most follow, has
 * not known it for a minute, and neither the kubelet nor the operator can reach it.
 * Effect: its pod is deleted, one at a time. Nothing is on a broker that was never registered, and nobody waits for what it has in memory.
 *
 * Prevents: a broker that has forgotten who votes, because what it had read was taken back while controllers elected one another: it runs, so that no
 * kubelet restarts it, and asks nobody any more. One that recovers its logs has registered. Controllers have the voters on their volumes, and
 * count for the majority whatever they have forgotten: they are left alone.
 */
export const restartUnregistered: KafkaRule = (observed) => {
  const { quorum, cluster, now } = observed;
  if (quorum?.leaderId === undefined || quorum.highWatermark <= 0) return undefined;
  const missing = unregisteredBrokers(observed);
  const stuck = missing.find((member) => isStuck(observed, member))?.pod;
  if (stuck === undefined || missing.some((member) => isOnItsWay(observed, member))) return undefined;
  const known = `${stuck.name} runs, and the cluster does not know it`;
  if (waitedMs(cluster.status.operation, rule, now) < graceMs)
    return { rule, reason: `${known}: unless it registers, it restarts`, actions: [], requeueAfterMs: 5_000 };
  return { rule, reason: `${known}: it restarts`, actions: [podDeletion(stuck)] };
};

type Restarted = NonNullable<NonNullable<KafkaClusterStatus['kraft']>['restarted']>;

/** What the status is to say of brokers that were restarted: how often, until they have registered. */
export function restartedPart(observed: Observed, { step }: Pick<Plan<KafkaAction>, 'step'>): Restarted {
  const known = observed.cluster.status.kraft?.restarted ?? [];
  if (observed.kafka === undefined) return known;
  const pods = step?.rule === rule ? step.actions.flatMap((action) => (action.kind === 'delete-pod' ? action.pod : [])) : [];
  return unregisteredBrokers(observed).flatMap((member) => {
    const times = restartsOf(observed, member) + (pods.includes(member.name) ? 1 : 0);
    return times === 0 ? [] : [{ id: member.nodeId, times }];
  });
}

/** Nobody can be missed where no broker says who is registered. */
function unregisteredBrokers(observed: Observed): readonly KafkaMember[] {
  const { kafka } = observed;
  if (kafka === undefined) return [];
  return wantedBrokers(observed).filter(({ nodeId }) => !kafka.registered.some(({ id }) => id === nodeId));
}

function isStuck(observed: Observed, member: KafkaMember): boolean {
  const { pod, server } = member;
  if (pod === undefined || pod.isReady || pod.isTerminating || pod.isNodeLost || server.state === 'serving') return false;
  return hasHadItsTime(observed, member) === true && describeWait(observed, member) === undefined;
}

/** Has just been restarted, or is yet to come. */
function isOnItsWay(observed: Observed, member: KafkaMember): boolean {
  return member.pod?.isTerminating === true || hasHadItsTime(observed, member) === false;
}

/** Whether its server has run for long enough; undefined where it does not run. */
function hasHadItsTime(observed: Observed, member: KafkaMember): boolean | undefined {
  const { serverStartedMs } = member.pod ?? {};
  if (serverStartedMs === undefined) return undefined;
  return observed.now - serverStartedMs >= Math.min(longestMs, patienceMs * 2 ** restartsOf(observed, member));
}

function restartsOf({ cluster }: Observed, { nodeId }: KafkaMember): number {
  return cluster.status.kraft?.restarted?.find(({ id }) => id === nodeId)?.times ?? 0;
}

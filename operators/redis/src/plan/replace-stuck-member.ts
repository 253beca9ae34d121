import type { DataMember, Observed, PodView } from '../observed.ts';
import { isHealthy } from './health.ts';
import { isOutdated } from './outdated.ts';
import type { RedisRule } from './rule.ts';

/**
 * Precondition: a pod of an outdated template is not ready.
 * Effect: it is deleted, so that it comes back from the wanted template, whatever state the rest is in.
 *
 * Prevents: a bad image or setting that cannot be taken back, because its pod never becomes ready and the roll waits for it.
 */
export const replaceStuckMember: RedisRule = (observed) => {
  const stuck = stuckPod(observed);
  if (stuck === undefined) return undefined;
  return {
    rule: 'ReplaceStuckMember',
    reason: `${stuck.name} is not ready and of an outdated template${stuck.problem === undefined ? '' : ` (${stuck.problem})`}`,
    actions: [{ kind: 'delete-pod', pod: stuck.name, uid: stuck.uid }],
  };
};

function stuckPod(observed: Observed): PodView | undefined {
  const data = observed.members.find(
    (member) => member.pod !== undefined && isStuck(member.pod) && !isNeeded(observed, member) && isOutdated(observed, 'data', member.pod),
  );
  if (data !== undefined) return data.pod;
  return observed.sentinels.find(
    ({ pod, view }) => pod !== undefined && isStuck(pod) && view.state === 'unreachable' && isOutdated(observed, 'sentinel', pod),
  )?.pod;
}

/** Whoever leads, or does its part although the kubelet does not say so yet. */
function isNeeded(observed: Observed, member: DataMember): boolean {
  return isHealthy(observed, member) || (member.server.state === 'serving' && member.server.role === 'master');
}

function isStuck(pod: PodView): boolean {
  return !pod.isReady && !pod.isTerminating;
}

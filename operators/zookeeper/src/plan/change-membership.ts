import { clientAddress, type EnsembleMember } from '../membership.ts';
import { hostOf } from '../names.ts';
import type { Observed } from '../observed.ts';
import { type Ensemble, ensembleOf } from './ensemble.ts';
import { isHealthy, sizeStep, stayingMembers } from './health.ts';
import type { ZookeeperRule } from './rule.ts';
import type { SizeChange } from './size.ts';

const rule = 'ChangeMembership';

/**
 * Precondition: the members are not those that are asked for, whoever is to come is in step, and everybody who stays does its part.
 * Effect: one change of the membership, on condition that nobody has changed it meanwhile.
 *
 * Prevents: an ensemble that stands still because it was changed while a member was away, which then could not be undone; and a member
 * whose pod goes while others still count on its vote.
 */
export const changeMembership: ZookeeperRule = (observed) => {
  const ensemble = ensembleOf(observed);
  if (ensemble === undefined || observed.cluster.spec.replicas === 0) return undefined;
  const step = sizeStep(observed, ensemble);
  if (step === undefined || step.kind === 'wait') return undefined;
  const what = describeChange(observed, step);
  const missing = stayingMembers(observed, ensemble).filter((member) => !isHealthy(observed, member));
  if (missing.length > 0) {
    const reason = `${what}: waits, because ${missing.map(({ name }) => name).join(', ')} must do their part first`;
    return { rule, reason, actions: [], requeueAfterMs: 1_000 };
  }
  return {
    rule,
    reason: what,
    actions: [
      {
        kind: 'reconfig',
        pod: ensemble.leader.name,
        change: {
          joining: joiningMembers(observed, ensemble, step),
          leaving: step.leaving,
          fromVersion: ensemble.membership.version,
          clientAddress: clientAddress(observed.cluster.spec.tls.mode),
        },
      },
    ],
    requeueAfterMs: 200,
  };
};

/** Whoever is a member keeps the name that it has there. */
function joiningMembers({ names }: Observed, { membership }: Ensemble, { joining }: SizeChange): readonly EnsembleMember[] {
  return joining.map(({ id, role }) => {
    const host = membership.members.find((member) => member.id === id)?.host ?? hostOf(names, podName(names.data, id));
    return { id, host, role };
  });
}

function describeChange({ names }: Observed, { joining, leaving }: SizeChange): string {
  const pods = (ids: readonly number[]) => ids.map((id) => podName(names.data, id)).join(' and ');
  const idsIn = (role: EnsembleMember['role']) => joining.filter((member) => member.role === role).map(({ id }) => id);
  const [voting, observing] = [idsIn('participant'), idsIn('observer')];
  return [
    ...(voting.length > 0 ? [`${pods(voting)} to vote`] : []),
    ...(observing.length > 0 ? [`${pods(observing)} to observe`] : []),
    ...(leaving.length > 0 ? [`${pods(leaving)} to leave`] : []),
  ].join(', ');
}

function podName(set: string, id: number): string {
  return `${set}-${id - 1}`;
}

import type { ZookeeperAction } from '../action.ts';
import type { Observed } from '../observed.ts';
import { plan } from '../plan/plan.ts';

/** A state of the world, and what is decided in it: the rule, and its actions in short. */
export type Situation = {
  readonly name: string;
  readonly given: Observed;
  readonly rule: string | undefined;
  readonly actions: readonly string[];
};

export function decisionOf(given: Observed): Pick<Situation, 'rule' | 'actions'> {
  const { step } = plan(given);
  return { rule: step?.rule, actions: (step?.actions ?? []).map(inShort) };
}

function inShort(action: ZookeeperAction): string {
  if (action.kind === 'change-certificates') return `${action.kind} ${action.change.kind}`;
  if (action.kind === 'keep-chroot')
    return `${action.kind} ${action.chroot.path}: ${action.chroot.entries.map(({ rights, id }) => `${id} ${rights}`).join(', ')}`;
  if (action.kind !== 'reconfig') return `${action.kind} ${'pod' in action && action.kind !== 'delete-claim' ? action.pod : action.name}`;
  const { joining, leaving } = action.change;
  const roles = joining.map(({ id, role }) => `${id} ${role}`);
  return [`reconfig ${action.pod}:`, [...roles, ...leaving.map((id) => `-${id}`)].join(', ')].join(' ');
}

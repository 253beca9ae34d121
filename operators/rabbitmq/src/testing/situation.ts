import type { RabbitmqAction } from '../action.ts';
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

function inShort(action: RabbitmqAction): string {
  const { kind } = action;
  switch (kind) {
    case 'add-replica':
    case 'remove-replica':
      return `${kind} ${action.queue}: ${podIn(action.node)}`;
    case 'annotate-pod':
      return `annotate-pod ${action.pod}: ${Object.values(action.annotations).map(shortTask).join()}`;
    case 'annotate-claim':
      return `annotate-claim ${action.name}: ${Object.values(action.annotations).join()}`;
    case 'resize-claim':
      return `resize-claim ${action.name}: ${action.size}`;
    case 'enable-feature-flag':
      return `${kind} ${action.flag}`;
    case 'change-certificates':
      return action.change.kind;
    case 'begin-move':
      return `${kind} ${action.queue}: ${podIn(action.node)}`;
    case 'swap-queues':
    case 'end-move':
      return `${kind} ${action.standIn}`;
    case 'close-connection':
      return `${kind} ${action.connection}`;
    case 'write-user':
    case 'delete-user':
      return `${kind} ${action.user}`;
    case 'disown':
    case 'delete-claim':
    case 'condemn-claim':
      return `${kind} ${action.name}`;
    default:
      return `${kind} ${action.pod}`;
  }
}

function podIn(node: string): string {
  return /^rabbit@([^.]+)/.exec(node)?.[1] ?? node;
}

function shortTask(value: string | null): string {
  if (value === null) return 'nothing';
  const [verb = '', , , node] = value.trim().split(' ');
  return node === undefined ? verb : `${verb} ${podIn(node)}`;
}

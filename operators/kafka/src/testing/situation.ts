import type { KafkaAction } from '../action.ts';
import type { Observed } from '../observed.ts';
import { plan } from '../plan/plan.ts';

/** What is observed, which rule fires, and what it does. */
export type Situation = {
  readonly name: string;
  readonly given: Observed;
  readonly rule: string | undefined;
  readonly actions: readonly string[];
};

export function decisionOf(given: Observed): Pick<Situation, 'rule' | 'actions'> {
  const { step } = plan(given);
  return { rule: step?.rule, actions: (step?.actions ?? []).map(describe) };
}

export function reasonOf(given: Observed): string {
  return plan(given).step?.reason ?? '';
}

/** An action as a short line. */
export function describe(action: KafkaAction): string {
  switch (action.kind) {
    case 'order-founding':
    case 'delete-pod':
      return `${action.kind} ${action.pod}`;
    case 'add-voter':
    case 'remove-voter':
      return `${action.kind} ${action.nodeId} ${action.directoryId}`;
    case 'unregister-broker':
      return `${action.kind} ${action.nodeId}`;
    case 'issue-client-certificate':
    case 'write-user':
    case 'delete-user':
      return `${action.kind} ${action.user}`;
    case 'alter-settings':
      return `${action.kind} ${action.changes.map(describeChange).join('; ')}`;
    case 'move-partitions':
      return `${action.kind} ${action.moves.map((move) => `${move.topic}-${move.partition}:${move.replicas?.join('') ?? 'cancel'}`).join(' ')}`;
    case 'elect-leaders':
      return `${action.kind} ${action.partitions.map(({ topic, partition }) => `${topic}-${partition}`).join(' ')}`;
    case 'finish-upgrade':
      return `${action.kind} ${action.feature} ${action.level}`;
    case 'change-certificates':
      return `${action.kind} ${action.change.kind}`;
    case 'annotate-claim':
    case 'condemn-claim':
    case 'delete-claim':
    case 'resize-claim':
    case 'disown':
      return `${action.kind} ${action.name}`;
    case 'annotate-pod':
      return `${action.kind} ${action.pod}`;
  }
}

type Change = Extract<KafkaAction, { readonly kind: 'alter-settings' }>['changes'][number];

function describeChange({ type, name, operations }: Change): string {
  const settings = operations.map(({ key, value }) => (value === undefined ? `-${key}` : `${key}=${value}`)).join(' ');
  return `${[type, name].filter((part) => part !== '').join(' ')} ${settings}`;
}

import { type Component, memberLabels, type ObjectMeta, selectorLabels } from '@dataservices/plan';
import { ownedMetadata } from '@dataservices/resources';
import type { Role } from '../names.ts';
import type { Observed } from '../observed.ts';

type Extra = {
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
};

export function componentOf({ cluster }: Pick<Observed, 'cluster'>, role: Role = 'broker'): Component {
  return { service: 'kafka', instance: cluster.metadata.name, component: role === 'broker' ? 'data' : 'controller' };
}

export function selectorOf(observed: Pick<Observed, 'cluster'>, role: Role = 'broker'): Readonly<Record<string, string>> {
  return selectorLabels(componentOf(observed, role));
}

/** Brokers and controllers. */
export function membersSelectorOf(observed: Pick<Observed, 'cluster'>): Readonly<Record<string, string>> {
  return memberLabels(componentOf(observed));
}

export function metadata(observed: Observed, name: string, extra: Extra & { readonly role?: Role } = {}): ObjectMeta {
  const { role, ...rest } = extra;
  return ownedMetadata({ owner: observed.cluster, name, component: componentOf(observed, role), ...rest });
}

import { type Component, memberLabels, type ObjectMeta, selectorLabels } from '@dataservices/plan';
import { ownedMetadata } from '@dataservices/resources';
import type { Observed } from '../observed.ts';

type Extra = {
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
};

export function componentOf({ cluster }: Pick<Observed, 'cluster'>): Component {
  return { service: 'rabbitmq', instance: cluster.metadata.name, component: 'data' };
}

export function selectorOf(observed: Pick<Observed, 'cluster'>): Readonly<Record<string, string>> {
  return selectorLabels(componentOf(observed));
}

export function membersSelectorOf(observed: Pick<Observed, 'cluster'>): Readonly<Record<string, string>> {
  return memberLabels(componentOf(observed));
}

export function metadata(observed: Observed, name: string, extra: Extra = {}): ObjectMeta {
  return ownedMetadata({ owner: observed.cluster, name, component: componentOf(observed), ...extra });
}

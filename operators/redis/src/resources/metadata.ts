import { type Component, memberLabels, type ObjectMeta, selectorLabels } from '@dataservices/plan';
import { ownedMetadata } from '@dataservices/resources';
import type { Observed } from '../observed.ts';

export type ComponentName = 'data' | 'sentinel';

type Extra = {
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
};

export function componentOf({ cluster }: Pick<Observed, 'cluster'>, component: ComponentName): Component {
  return { service: 'redis', instance: cluster.metadata.name, component };
}

export function selectorOf(observed: Pick<Observed, 'cluster'>, component: ComponentName): Readonly<Record<string, string>> {
  return selectorLabels(componentOf(observed, component));
}

/** Data members and sentinels. */
export function membersSelectorOf(observed: Pick<Observed, 'cluster'>): Readonly<Record<string, string>> {
  return memberLabels(componentOf(observed, 'data'));
}

export function metadata(observed: Observed, name: string, component: ComponentName, extra: Extra = {}): ObjectMeta {
  return ownedMetadata({ owner: observed.cluster, name, component: componentOf(observed, component), ...extra });
}

import type { AutoScaler } from '@dataservices/api';
import type { StoredObject } from '@dataservices/plan';
import type { Cache } from '@dataservices/reconcile';
import type { Rival } from '../observed.ts';

/** Name of the index by what is scaled. */
export const byTarget = 'target';

type Scaling = StoredObject & {
  readonly spec?: { readonly scaleTargetRef?: { readonly apiVersion?: string; readonly kind?: string; readonly name?: string } };
};

/** The target of an AutoScaler or a HorizontalPodAutoscaler: by group, since versions of one kind are one object. */
export function targetKeys(object: StoredObject): readonly string[] {
  const { apiVersion = '', kind, name } = (object as Scaling).spec?.scaleTargetRef ?? {};
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return kind === undefined || name === undefined ? [] : [[object.metadata.namespace, group, kind, name].join('/')];
}

export type Scalers = { readonly autoScalers: Cache<StoredObject>; readonly horizontal: Cache<StoredObject> };

/** Whom this AutoScaler leaves the target to: every HorizontalPodAutoscaler, and any AutoScaler that was there first. */
export function rivalsOf(scaler: AutoScaler, { autoScalers, horizontal }: Scalers): readonly Rival[] {
  const [target = ''] = targetKeys(scaler);
  const earlier = autoScalers.byIndex(byTarget, target).filter((other) => isEarlier(other, scaler));
  return [
    ...horizontal.byIndex(byTarget, target).map(({ metadata }) => `HorizontalPodAutoscaler ${metadata.name}`),
    ...earlier.map(({ metadata }) => `AutoScaler ${metadata.name}`),
  ].sort();
}

function isEarlier(other: StoredObject, scaler: AutoScaler): boolean {
  if (other.metadata.uid === scaler.metadata.uid || other.metadata.deletionTimestamp !== undefined) return false;
  const age = ({ metadata }: StoredObject) => `${metadata.creationTimestamp ?? ''} ${metadata.name}`;
  return age(other) < age(scaler);
}

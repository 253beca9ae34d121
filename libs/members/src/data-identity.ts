import { annotationKeys } from '@dataservices/plan';
import type { ClaimView } from './claim-view.ts';

export type DataIdentityInput = {
  /** `status.clusterId`. */
  readonly recorded: string | undefined;
  readonly claims: readonly ClaimView[];
  /** The StatefulSet as it is stored: its template carries the identity before the status does. */
  readonly set: object | undefined;
  /** To be used where there is none yet. */
  readonly fresh: string;
};

type WithTemplate = {
  readonly spec?: { readonly template?: { readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> } } };
};

/**
 * The identity of the cluster's data: the recorded one, else that of the volumes that are there, else that which the StatefulSet
 * was made with, else a new one. Never the object's uid: a cluster that is created again adopts its volumes.
 */
export function dataIdentity({ recorded, claims, set, fresh }: DataIdentityInput): string {
  const claimed = claims.find(({ clusterId }) => clusterId !== undefined)?.clusterId;
  return (
    recorded ?? claimed ?? (set as WithTemplate | undefined)?.spec?.template?.metadata?.annotations?.[annotationKeys.clusterId] ?? fresh
  );
}

/** The sentence for the condition Stalled where volumes under this cluster's name are not of this cluster, or not all of one. */
export function foreignVolumes(claims: readonly ClaimView[], identity: string): string | undefined {
  const foreign = claims.filter(({ clusterId }) => clusterId !== undefined && clusterId !== identity).map(({ name }) => name);
  return foreign.length === 0 ? undefined : describeForeign(`volumes ${foreign.join(', ')}`);
}

/** The same where it is what a volume holds that is foreign, which only the service can tell. */
export function describeForeign(what: string): string {
  return `${what} belong to another cluster; delete those volume claims if their data is not needed, or give this cluster another name`;
}

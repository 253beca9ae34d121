import type { Condition, StoredObject } from '@dataservices/plan';
import type { TargetView } from '../observed.ts';
import { fieldManager } from '../settings.ts';

type Target = StoredObject & {
  readonly spec?: {
    readonly replicas?: number;
    readonly paused?: boolean;
    readonly storage?: { readonly size?: string | number };
    readonly updateStrategy?: { readonly type?: string };
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly readyReplicas?: number;
    readonly updatedReplicas?: number;
    readonly conditions?: readonly Condition[];
  };
};

/** What a pass may know of a target. */
export function targetView(object: StoredObject): TargetView {
  const { metadata, spec = {}, status = {} } = object as Target;
  return {
    uid: metadata.uid,
    resourceVersion: metadata.resourceVersion,
    replicas: spec.replicas ?? 1,
    statusReplicas: status.replicas ?? 0,
    readyReplicas: status.readyReplicas ?? 0,
    settled: object.apiVersion.startsWith('dataservices.dev/') ? settledByCondition(object) : settledByCounts(object),
    isPaused: spec.paused === true,
    isLeaving: metadata.deletionTimestamp !== undefined,
    isOwnSize: hasOwnSize(object),
    ...(spec.storage?.size !== undefined && { storageSize: spec.storage.size }),
  };
}

/** A condition that is missing, or is about an earlier generation, says nothing of the present one. */
function settledByCondition(object: Target): TargetView['settled'] {
  const settled = object.status?.conditions?.find(({ type }) => type === 'Settled');
  if (settled === undefined) return { holds: false, message: 'the target has not been looked at yet' };
  if ((settled.observedGeneration ?? -1) < (object.metadata.generation ?? 0))
    return { holds: false, message: 'the last change of the target has not been looked at yet' };
  return { holds: settled.status === 'True', message: `the target is not settled: ${settled.message}` };
}

/** As kstatus has it: what is asked for is seen, there, up to date and ready. */
function settledByCounts({ metadata, spec = {}, status = {} }: Target): TargetView['settled'] {
  const { replicas = 1 } = spec;
  if ((status.observedGeneration ?? -1) < (metadata.generation ?? 0))
    return { holds: false, message: 'the last change of the target has not been looked at yet' };
  const { replicas: there = 0, readyReplicas: ready = 0, updatedReplicas: updated = 0 } = status;
  const isCurrent = spec.updateStrategy?.type === 'OnDelete' || updated === replicas;
  if (there === replicas && ready === replicas && isCurrent) return { holds: true, message: 'all replicas are ready' };
  return { holds: false, message: `the target has ${there} replicas, ${ready} of them ready and ${updated} up to date, of ${replicas}` };
}

/** Whoever set the size last owns its field. When that was, the API server does not say of custom resources. */
export function hasOwnSize({ metadata }: StoredObject): boolean {
  return metadata.managedFields?.some(({ manager, fieldsV1 }) => manager === fieldManager && ownsReplicas(fieldsV1)) === true;
}

function ownsReplicas(fields: Readonly<Record<string, unknown>> | undefined): boolean {
  const spec = fields?.['f:spec'];
  return typeof spec === 'object' && spec !== null && 'f:replicas' in spec;
}

import type { Scale } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';

type Scaled = StoredObject & {
  readonly spec?: { readonly replicas?: number };
  readonly status?: { readonly replicas?: number; readonly selector?: string };
};

/** As of kinds whose replicas are at `.spec.replicas` and `.status.replicas`, which all are that operators scale. */
export function scaleOf(object: StoredObject): Scale {
  const { metadata, spec, status } = object as Scaled;
  const { name, namespace, uid, resourceVersion } = metadata;
  return {
    apiVersion: 'autoscaling/v1',
    kind: 'Scale',
    metadata: { name, ...(namespace === undefined ? {} : { namespace }), uid, resourceVersion },
    spec: { replicas: spec?.replicas ?? 0 },
    status: { replicas: status?.replicas ?? 0, ...(status?.selector === undefined ? {} : { selector: status.selector }) },
  };
}

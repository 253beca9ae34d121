import type { KubeObject, ObjectMeta } from '@dataservices/plan';
import { type Port, service } from './service.ts';

/** What `spec.service` of every kind says; its labels and annotations are part of the metadata. */
export type ClientServiceSpec = {
  readonly type: 'ClusterIP' | 'NodePort' | 'LoadBalancer';
  readonly sessionAffinity: 'None' | 'ClientIP';
  readonly loadBalancerClass?: string;
  readonly externalTrafficPolicy?: 'Cluster' | 'Local';
  readonly extraPorts?: readonly Port[];
};

export type ClientServiceInput = {
  readonly metadata: ObjectMeta;
  readonly selector: Readonly<Record<string, string>>;
  /** The service's own port, or ports. */
  readonly ports: readonly Port[];
  readonly spec: ClientServiceSpec;
};

/** The Service that clients use, as the user's block says. What the block leaves out stays the API server's to decide. */
export function clientService({ metadata, selector, ports, spec }: ClientServiceInput): KubeObject {
  const { type, sessionAffinity, loadBalancerClass, externalTrafficPolicy, extraPorts = [] } = spec;
  return service({
    metadata,
    selector,
    ports: [...ports, ...extraPorts],
    spec: {
      type,
      sessionAffinity,
      ...(loadBalancerClass !== undefined && { loadBalancerClass }),
      ...(externalTrafficPolicy !== undefined && { externalTrafficPolicy }),
    },
  });
}

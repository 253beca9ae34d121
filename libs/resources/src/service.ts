import type { KubeObject, ObjectMeta } from '@dataservices/plan';
import type { V1ServicePort, V1ServiceSpec } from '@kubernetes/client-node';

export type Port = { readonly name: string; readonly port: number; readonly targetPort?: number | string };

export type ServiceInput = {
  readonly metadata: ObjectMeta;
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly Port[];
  readonly spec?: Omit<V1ServiceSpec, 'selector' | 'ports'>;
};

/** A Service of ready pods. */
export function service({ metadata, selector, ports, spec }: ServiceInput): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    ...{ spec: { type: 'ClusterIP', ...spec, selector, ports: ports.map(servicePort) } },
  };
}

/** Names for every pod from the moment that it has an address: members must find each other before they can become ready. */
export function headlessService(input: Omit<ServiceInput, 'spec'>): KubeObject {
  return service({ ...input, spec: { clusterIP: 'None', publishNotReadyAddresses: true } });
}

function servicePort({ name, port, targetPort = port }: Port): V1ServicePort {
  return { name, port, targetPort, protocol: 'TCP' };
}

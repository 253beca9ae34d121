import { type Kube, resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';

export type StatefulSet = StoredObject & { readonly spec: { readonly template: { readonly metadata: object } } };

/** On which all pods are. */
const node = 'node1';

export async function makeNode(admin: Kube, zone: string): Promise<void> {
  const metadata = { name: node, labels: { 'topology.kubernetes.io/zone': zone } };
  await admin.apply(resources.nodes, { apiVersion: 'v1', kind: 'Node', metadata }, { fieldManager: 'kubelet' });
  const conditions = [
    { type: 'Ready', status: 'True', reason: 'KubeletReady', message: '', lastHeartbeatTime: null, lastTransitionTime: null },
  ];
  const report = { apiVersion: 'v1', kind: 'Node', metadata: { name: node }, status: { conditions } };
  await admin.applyStatus(resources.nodes, report, { fieldManager: 'kubelet' });
}

/** What the StatefulSet's controller and a kubelet would make, as far as the operator looks at it. */
export async function makePod(admin: Kube, set: StatefulSet, ordinal: number): Promise<StoredObject> {
  const { namespace } = set.metadata;
  const metadata = {
    ...set.spec.template.metadata,
    name: `${set.metadata.name}-${ordinal}`,
    ...(namespace !== undefined && { namespace }),
  };
  const spec = { automountServiceAccountToken: false, nodeName: node, containers: [{ name: 'kafka', image: 'apache/kafka:4.3.1' }] };
  const pod = await admin.create<StoredObject>(resources.pods, { apiVersion: 'v1', kind: 'Pod', metadata, ...{ spec } });
  const running = { name: 'kafka', ready: true, restartCount: 0, image: '', imageID: '', state: { running: {} } };
  const status = {
    podIP: '10.0.0.1',
    podIPs: [{ ip: '10.0.0.1' }],
    conditions: [{ type: 'Ready', status: 'True' }],
    containerStatuses: [running],
  };
  const report = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: metadata.name, ...(namespace !== undefined && { namespace }) },
    status,
  };
  await admin.applyStatus(resources.pods, report, { fieldManager: 'kubelet' });
  return pod;
}

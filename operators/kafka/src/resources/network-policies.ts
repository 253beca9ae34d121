import type { KafkaCluster } from '@dataservices/api';
import type { KubeObject } from '@dataservices/plan';
import { networkPolicies, type OpenPort, portsOfExtra } from '@dataservices/resources';
import { listenersOf } from '../listeners.ts';
import { ports, type Role, setOf } from '../names.ts';
import type { Observed } from '../observed.ts';
import { membersSelectorOf, metadata, selectorOf } from './metadata.ts';

const metrics: OpenPort = { name: 'metrics', port: ports.metrics, from: ['metrics'] };

function brokerPorts(cluster: KafkaCluster): readonly OpenPort[] {
  const known: readonly OpenPort[] = [
    ...listenersOf(cluster).map(({ name, port }): OpenPort => ({ name, port, from: ['clients'] })),
    { name: 'internal', port: ports.internal, from: ['members', 'operator'] },
    metrics,
  ];
  return [...known, ...portsOfExtra(cluster.spec.service.extraPorts, known)];
}

const controllerPorts: readonly OpenPort[] = [{ name: 'controller', port: ports.controller, from: ['members', 'operator'] }, metrics];

export function clusterPolicies(observed: Observed): readonly KubeObject[] {
  const { cluster, names, settings } = observed;
  const part = (role: Role, open: readonly OpenPort[]) => ({
    metadata: metadata(observed, setOf(names, role), { role }),
    selector: selectorOf(observed, role),
    ports: open,
  });
  return networkPolicies({
    spec: cluster.spec.networkPolicy,
    operatorPeers: settings.operatorPeers,
    members: membersSelectorOf(observed),
    parts: [part('broker', brokerPorts(cluster)), part('controller', controllerPorts)],
  });
}

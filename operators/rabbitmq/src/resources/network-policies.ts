import type { RabbitmqCluster } from '@dataservices/api';
import type { KubeObject } from '@dataservices/plan';
import { networkPolicies, type OpenPort, portsOfExtra } from '@dataservices/resources';
import { clientPorts, ports } from '../names.ts';
import type { Observed } from '../observed.ts';
import { membersSelectorOf, metadata, selectorOf } from './metadata.ts';
import { servicePortsOfPlugins } from './plugins.ts';

/** Of which RabbitMQ takes any for what the copies of a stream send each other. */
const streamPorts = { port: 6000, endPort: 6500 };

/** With TLS the operator looks at the port of the nodes as well: a node need not have loaded the same certificates for the others as for clients. */
function openPorts(cluster: RabbitmqCluster): readonly OpenPort[] {
  const { amqp, management, metrics } = clientPorts(cluster);
  return [
    { name: 'amqp', port: amqp, from: ['clients'] },
    { name: 'management', port: management, from: ['operator', 'clients'] },
    ...servicePortsOfPlugins(cluster).map(({ name, port }): OpenPort => ({ name, port, from: ['clients'] })),
    { name: 'epmd', port: ports.epmd, from: ['members'] },
    { name: 'nodes', port: ports.nodes, from: cluster.spec.tls.mode === 'Enabled' ? ['members', 'operator'] : ['members'] },
    { name: 'streams', ...streamPorts, from: ['members'] },
    { name: 'metrics', port: metrics, from: ['metrics'] },
  ];
}

export function clusterPolicies(observed: Observed): readonly KubeObject[] {
  const { cluster, names, settings } = observed;
  const { networkPolicy: spec, service } = cluster.spec;
  const known = openPorts(cluster);
  return networkPolicies({
    spec,
    operatorPeers: settings.operatorPeers,
    members: membersSelectorOf(observed),
    parts: [
      {
        metadata: metadata(observed, names.data),
        selector: selectorOf(observed),
        ports: [...known, ...portsOfExtra(service.extraPorts, known)],
      },
    ],
  });
}

import type { KubeObject } from '@dataservices/plan';
import { clientService as buildClientService, headlessService } from '@dataservices/resources';
import { clientPorts, ports } from '../names.ts';
import type { Observed } from '../observed.ts';
import { metadata, selectorOf } from './metadata.ts';
import { servicePortsOfPlugins } from './plugins.ts';

/** The one that clients may use instead of all names: any node that takes clients. The management pages are there as well. */
export function clientService(observed: Observed): KubeObject {
  const { service: spec } = observed.cluster.spec;
  const { labels, annotations, extraPorts = [] } = spec;
  const { client, management } = servicePorts(observed);
  return buildClientService({
    metadata: metadata(observed, observed.names.data, { labels, annotations }),
    selector: selectorOf(observed),
    ports: [client],
    spec: { ...spec, extraPorts: [management, ...servicePortsOfPlugins(observed.cluster), ...extraPorts] },
  });
}

/** The names of the nodes, for each other and for clients that are to know all of them. */
export function nodesService(observed: Observed): KubeObject {
  const { client, management } = servicePorts(observed);
  return headlessService({
    metadata: metadata(observed, observed.names.headless),
    selector: selectorOf(observed),
    ports: [client, management, { name: 'epmd', port: ports.epmd }, { name: 'nodes', port: ports.nodes }],
  });
}

function servicePorts({ cluster }: Observed) {
  const { amqp, management } = clientPorts(cluster);
  const name = cluster.spec.tls.mode === 'Enabled' ? 'amqps' : 'amqp';
  return { client: { name, port: amqp }, management: { name: 'management', port: management } };
}

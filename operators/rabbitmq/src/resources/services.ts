import type { KubeObject } from '@dataservices/plan';
import { clientService as buildClientService, headlessService } from '@dataservices/resources';
import { ports } from '../names.ts';
import type { Observed } from '../observed.ts';
import { metadata, selectorOf } from './metadata.ts';

const clientPort = { name: 'amqp', port: ports.amqp };
const managementPort = { name: 'management', port: ports.management };

/** The one that clients may use instead of all names: any node that takes clients. The management pages are there as well. */
export function clientService(observed: Observed): KubeObject {
  const { service: spec } = observed.cluster.spec;
  const { labels, annotations, extraPorts = [] } = spec;
  return buildClientService({
    metadata: metadata(observed, observed.names.data, { labels, annotations }),
    selector: selectorOf(observed),
    port: clientPort,
    spec: { ...spec, extraPorts: [managementPort, ...extraPorts] },
  });
}

/** The names of the nodes, for each other and for clients that are to know all of them. */
export function nodesService(observed: Observed): KubeObject {
  return headlessService({
    metadata: metadata(observed, observed.names.headless),
    selector: selectorOf(observed),
    ports: [clientPort, managementPort, { name: 'epmd', port: ports.epmd }, { name: 'nodes', port: ports.nodes }],
  });
}

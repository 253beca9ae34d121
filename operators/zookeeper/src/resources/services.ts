import type { KubeObject } from '@dataservices/plan';
import { clientService as buildClientService, headlessService } from '@dataservices/resources';
import { ports } from '../membership.ts';
import type { Observed } from '../observed.ts';
import { metadata, selectorOf } from './metadata.ts';

const clientPort = { name: 'client', port: ports.client };

/** The one that clients may use instead of all names: any member that takes part in a quorum, which passes writes on to the leader. */
export function clientService(observed: Observed): KubeObject {
  const { service: spec } = observed.cluster.spec;
  const { labels, annotations } = spec;
  return buildClientService({
    metadata: metadata(observed, observed.names.data, { labels, annotations }),
    selector: selectorOf(observed),
    ports: [clientPort],
    spec,
  });
}

/** The names of the members, for each other and for clients that are to know all of them. */
export function nodesService(observed: Observed): KubeObject {
  return headlessService({
    metadata: metadata(observed, observed.names.headless),
    selector: selectorOf(observed),
    ports: [clientPort, { name: 'quorum', port: ports.quorum }, { name: 'election', port: ports.election }],
  });
}

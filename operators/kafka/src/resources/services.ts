import type { KubeObject } from '@dataservices/plan';
import { clientService as buildClientService, headlessService } from '@dataservices/resources';
import { listenersOf, portsOf } from '../listeners.ts';
import type { Role } from '../names.ts';
import type { Observed } from '../observed.ts';
import { metadata, selectorOf } from './metadata.ts';

/** Where clients find a first broker, which tells them of all others. */
export function clientService(observed: Observed): KubeObject {
  const { service: spec } = observed.cluster.spec;
  const { labels, annotations } = spec;
  return buildClientService({
    metadata: metadata(observed, observed.names.data, { labels, annotations }),
    selector: selectorOf(observed),
    ports: listenersOf(observed.cluster).map(({ name, port }) => ({ name, port })),
    spec,
  });
}

/** The names of the members, for each other, for the operator, and brokers' names for clients. */
export function nodesService(observed: Observed, role: Role): KubeObject {
  const { names } = observed;
  return headlessService({
    metadata: metadata(observed, role === 'broker' ? names.headless : names.controllerHeadless, { role }),
    selector: selectorOf(observed, role),
    ports: portsOf(observed.cluster, role),
  });
}

import { type KubeObject, labelKeys } from '@dataservices/plan';
import { clientService as buildClientService, headlessService, service } from '@dataservices/resources';
import { ports } from '../names.ts';
import type { Observed } from '../observed.ts';
import { metadata, selectorOf } from './metadata.ts';

const redisPort = { name: 'redis', port: ports.redis };
const sentinelPort = { name: 'sentinel', port: ports.sentinel };

/** The one that clients write through: it selects the pod with the master's label. */
export function clientService(observed: Observed): KubeObject {
  const { service: spec } = observed.cluster.spec;
  const { labels, annotations } = spec;
  return buildClientService({
    metadata: metadata(observed, observed.names.data, 'data', { labels, annotations }),
    selector: { ...selectorOf(observed, 'data'), [labelKeys.role]: 'master' },
    ports: [redisPort],
    spec,
  });
}

export function readonlyService(observed: Observed): KubeObject {
  return service({
    metadata: metadata(observed, observed.names.readonlyService, 'data'),
    selector: { ...selectorOf(observed, 'data'), [labelKeys.role]: 'replica' },
    ports: [redisPort],
  });
}

export function sentinelService(observed: Observed): KubeObject {
  return service({
    metadata: metadata(observed, observed.names.sentinel, 'sentinel'),
    selector: selectorOf(observed, 'sentinel'),
    ports: [sentinelPort],
  });
}

/** The names that members and sentinels announce; both components, so that one domain serves for all. */
export function nodesService(observed: Observed): KubeObject {
  const { [labelKeys.component]: _, ...selector } = selectorOf(observed, 'data');
  return headlessService({ metadata: metadata(observed, observed.names.headless, 'data'), selector, ports: [redisPort, sentinelPort] });
}

import type { KubeObject } from '@dataservices/plan';
import { networkPolicies, type OpenPort, portsOfExtra } from '@dataservices/resources';
import { ports } from '../names.ts';
import type { Observed } from '../observed.ts';
import { membersSelectorOf, metadata, selectorOf } from './metadata.ts';

const dataPorts: readonly OpenPort[] = [
  { name: 'redis', port: ports.redis, from: ['members', 'operator', 'clients'] },
  { name: 'lobby', port: ports.lobby, from: ['operator'] },
  { name: 'metrics', port: ports.exporter, from: ['metrics'] },
];

/** Clients ask sentinels who leads, and so do members that start. */
const sentinelPorts: readonly OpenPort[] = [{ name: 'sentinel', port: ports.sentinel, from: ['members', 'operator', 'clients'] }];

export function clusterPolicies(observed: Observed): readonly KubeObject[] {
  const { cluster, names, settings } = observed;
  const { networkPolicy: spec, service } = cluster.spec;
  return networkPolicies({
    spec,
    operatorPeers: settings.operatorPeers,
    members: membersSelectorOf(observed),
    parts: [
      {
        metadata: metadata(observed, names.data, 'data'),
        selector: selectorOf(observed, 'data'),
        ports: [...dataPorts, ...portsOfExtra(service.extraPorts, dataPorts)],
      },
      { metadata: metadata(observed, names.sentinel, 'sentinel'), selector: selectorOf(observed, 'sentinel'), ports: sentinelPorts },
    ],
  });
}

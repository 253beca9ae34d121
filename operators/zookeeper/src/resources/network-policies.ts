import type { KubeObject } from '@dataservices/plan';
import { networkPolicies, type OpenPort, portsOfExtra } from '@dataservices/resources';
import { ports } from '../membership.ts';
import type { Observed } from '../observed.ts';
import { membersSelectorOf, metadata, selectorOf } from './metadata.ts';

/** With TLS the operator looks at the port of elections as well: a member need not have loaded the same certificates for its peers as for clients. */
function openPorts(tls: 'Enabled' | 'Disabled'): readonly OpenPort[] {
  return [
    { name: 'client', port: ports.client, from: ['operator', 'clients'] },
    { name: 'quorum', port: ports.quorum, from: ['members'] },
    { name: 'election', port: ports.election, from: tls === 'Enabled' ? ['members', 'operator'] : ['members'] },
    { name: 'metrics', port: ports.metrics, from: ['metrics'] },
  ];
}

export function clusterPolicies(observed: Observed): readonly KubeObject[] {
  const { cluster, names, settings } = observed;
  const { networkPolicy: spec, service, tls } = cluster.spec;
  const known = openPorts(tls.mode);
  const ports = [...known, ...portsOfExtra(service.extraPorts, known)];
  return networkPolicies({
    spec,
    operatorPeers: settings.operatorPeers,
    members: membersSelectorOf(observed),
    parts: [{ metadata: metadata(observed, names.data), selector: selectorOf(observed), ports }],
  });
}

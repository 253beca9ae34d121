import { authoritiesSince } from '@dataservices/members';
import type { KubeObject } from '@dataservices/plan';
import { secretData } from '@dataservices/resources';
import { ports } from '../membership.ts';
import { hostOf } from '../names.ts';
import type { Observed } from '../observed.ts';
import { metadata } from './metadata.ts';

/** All that a client needs, under the keys of the Service Binding specification, and the connection string with every member. */
export function bindingSecret(observed: Observed): KubeObject {
  const { names, cluster, settings, tls, objects, now } = observed;
  const host = `${names.data}.${names.namespace}.svc.${settings.clusterDomain}`;
  const members = Array.from({ length: cluster.spec.replicas }, (_, ordinal) => hostOf(names, `${names.data}-${ordinal}`));
  const entries: Readonly<Record<string, string>> = {
    type: 'zookeeper',
    provider: 'dataservices',
    host,
    port: String(ports.client),
    uri: `zookeeper://${host}:${ports.client}`,
    addresses: (members.length === 0 ? [host] : members).map((member) => `${member}:${ports.client}`).join(','),
    ...(tls !== undefined && { ssl: 'true', 'ca.crt': tls.authorityPem }),
  };
  const data = secretData(entries);
  const stored = objects.get(`Secret/${names.bindingSecret}`);
  const annotations = authoritiesSince({ stored, authorities: data['ca.crt'], now });
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: metadata(observed, names.bindingSecret, { annotations }),
    ...{ type: 'servicebinding.io/zookeeper', data },
  };
}

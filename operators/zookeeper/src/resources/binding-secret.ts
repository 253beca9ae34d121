import type { KubeObject } from '@dataservices/plan';
import { ports } from '../membership.ts';
import { hostOf } from '../names.ts';
import type { Observed } from '../observed.ts';
import { metadata } from './metadata.ts';

/** All that a client needs, under the keys of the Service Binding specification, and the connection string with every member. */
export function bindingSecret(observed: Observed): KubeObject {
  const { names, cluster, settings } = observed;
  const host = `${names.data}.${names.namespace}.svc.${settings.clusterDomain}`;
  const members = Array.from({ length: cluster.spec.replicas }, (_, ordinal) => hostOf(names, `${names.data}-${ordinal}`));
  const entries: Readonly<Record<string, string>> = {
    type: 'zookeeper',
    provider: 'dataservices',
    host,
    port: String(ports.client),
    uri: `zookeeper://${host}:${ports.client}`,
    addresses: (members.length === 0 ? [host] : members).map((member) => `${member}:${ports.client}`).join(','),
  };
  // `data`, not `stringData`: what is applied must be comparable with what is stored.
  const data = Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, btoa(value)]));
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: metadata(observed, names.bindingSecret),
    ...{ type: 'servicebinding.io/zookeeper', data },
  };
}

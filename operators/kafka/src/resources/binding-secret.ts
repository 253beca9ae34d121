import { authoritiesSince } from '@dataservices/members';
import type { KubeObject } from '@dataservices/plan';
import { secretData } from '@dataservices/resources';
import { bindingListener } from '../listeners.ts';
import { hostOf } from '../names.ts';
import type { Observed } from '../observed.ts';
import { metadata } from './metadata.ts';

/** All that a client needs to connect, under the keys of the Service Binding specification. */
export function bindingSecret(observed: Observed): KubeObject {
  const { names, cluster, settings, tls, objects, now } = observed;
  const { port, protocol, authentication } = bindingListener(cluster);
  const host = `${names.data}.${names.namespace}.svc.${settings.clusterDomain}`;
  const brokers = Array.from({ length: cluster.spec.replicas }, (_, ordinal) => hostOf(names, 'broker', ordinal));
  const servers = (brokers.length === 0 ? [host] : brokers.slice(0, maxBootstrap)).map((broker) => `${broker}:${port}`);
  const entries = {
    type: 'kafka',
    provider: 'dataservices',
    host,
    port: String(port),
    'bootstrap-servers': servers.join(','),
    'security-protocol': protocol,
    ...(authentication === 'ScramSha512' && { 'sasl-mechanism': 'SCRAM-SHA-512' }),
    ...(tls !== undefined && { 'ca.crt': tls.authorityPem }),
  };
  const data = secretData(entries);
  const annotations = authoritiesSince({ stored: objects.get(`Secret/${names.bindingSecret}`), authorities: data['ca.crt'], now });
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: metadata(observed, names.bindingSecret, { annotations }),
    ...{ type: 'servicebinding.io/kafka', data },
  };
}

/** A client needs one that answers, and learns of all others from it. */
const maxBootstrap = 5;

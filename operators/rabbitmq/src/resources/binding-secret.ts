import type { KubeObject } from '@dataservices/plan';
import { hostOf, ports, users } from '../names.ts';
import type { Observed } from '../observed.ts';
import { metadata } from './metadata.ts';

/**
 * All that a client needs, under the keys of the Service Binding specification, and the addresses of all nodes. Undefined while the servers
 * do not know the password for certain: what clients were shown last stays.
 */
export function bindingSecret(observed: Observed): KubeObject | undefined {
  const { names, cluster, settings, secrets, app } = observed;
  const { appPassword: password } = secrets;
  if (password === undefined || app !== 'AsWanted') return undefined;
  const host = `${names.data}.${names.namespace}.svc.${settings.clusterDomain}`;
  const members = Array.from({ length: cluster.spec.replicas }, (_, ordinal) => hostOf(names, `${names.data}-${ordinal}`));
  const entries: Readonly<Record<string, string>> = {
    type: 'rabbitmq',
    provider: 'dataservices',
    host,
    port: String(ports.amqp),
    username: users.app,
    password,
    'virtual-host': '/',
    uri: `amqp://${users.app}:${encodeURIComponent(password)}@${host}:${ports.amqp}/%2F`,
    addresses: (members.length === 0 ? [host] : members).map((member) => `${member}:${ports.amqp}`).join(','),
    'management-uri': `http://${host}:${ports.management}`,
  };
  // `data`, not `stringData`: what is applied must be comparable with what is stored.
  const data = Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, base64(value)]));
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: metadata(observed, names.bindingSecret),
    ...{ type: 'servicebinding.io/rabbitmq', data },
  };
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

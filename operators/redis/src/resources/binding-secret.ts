import { annotationKeys, type KubeObject, rfc3339Seconds, type StoredObject } from '@dataservices/plan';
import { hostOf, ports } from '../names.ts';
import type { Observed } from '../observed.ts';
import { users } from '../settings.ts';
import { metadata } from './metadata.ts';

/** All that a client needs, under the keys of the Service Binding specification and those that Redis clients look for. */
export function bindingSecret(observed: Observed, password: string): KubeObject {
  const { names, cluster, settings, tls } = observed;
  const host = `${names.data}.${names.namespace}.svc.${settings.clusterDomain}`;
  const scheme = tls === undefined ? 'redis' : 'rediss';
  const sentinels = Array.from(
    { length: cluster.spec.sentinel.replicas },
    (_, ordinal) => `${hostOf(names, `${names.sentinel}-${ordinal}`)}:${ports.sentinel}`,
  );
  const entries: Readonly<Record<string, string>> = {
    type: 'redis',
    provider: 'dataservices',
    host,
    port: String(ports.redis),
    username: users.app,
    password,
    uri: `${scheme}://${users.app}:${encodeURIComponent(password)}@${host}:${ports.redis}`,
    'sentinel.master': names.masterName,
    'sentinel.nodes': sentinels.join(','),
    'sentinel.username': users.app,
    'sentinel.password': password,
    ...(tls !== undefined && { ssl: 'true', 'ca.crt': tls.authorityPem }),
  };
  const data = Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, base64(value)]));
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: metadata(observed, names.bindingSecret, 'data', { annotations: authoritiesSince(observed, data['ca.crt']) }),
    ...{ type: 'servicebinding.io/redis', data },
  };
}

/** Since when clients are shown these authorities and no others. */
function authoritiesSince({ objects, names, now }: Observed, authorities: string | undefined): Readonly<Record<string, string>> {
  if (authorities === undefined) return {};
  const stored = objects.get(`Secret/${names.bindingSecret}`) as
    | (StoredObject & { readonly data?: Readonly<Record<string, string>> })
    | undefined;
  const since = stored?.metadata.annotations?.[annotationKeys.authoritiesSince];
  const isSame = stored?.data?.['ca.crt'] === authorities && since !== undefined;
  return { [annotationKeys.authoritiesSince]: isSame ? since : rfc3339Seconds(now) };
}

/** `data`, not `stringData`: what is applied must be comparable with what is stored. */
function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

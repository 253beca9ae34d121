import { annotationKeys, type KubeObject, rfc3339Seconds, type StoredObject } from '@dataservices/plan';
import { clientSecretNames, hostOf, ports } from '../names.ts';
import type { ClientSecrets, Observed, Password } from '../observed.ts';
import { rotationOf } from '../plan/access.ts';
import { metadata } from './metadata.ts';

/** All that a client needs, under the keys of the Service Binding specification and those that Redis clients look for. */
export function bindingSecret(observed: Observed, client: ClientSecrets): KubeObject | undefined {
  const { names } = observed;
  const shown = shownPassword(observed, client);
  if (shown === undefined) return undefined;
  const since = rfc3339Seconds((client.bound?.digest === shown.digest ? client.bound.sinceMs : undefined) ?? observed.now);
  const { binding: name } = clientSecretNames(names, client.user);
  const data = secretData(entries(observed, client.user, shown.text));
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: metadata(observed, name, 'data', {
      annotations: { [annotationKeys.passwordSince]: since, ...authoritiesSince(observed, name, data['ca.crt']) },
    }),
    ...{ type: 'servicebinding.io/redis', data },
  };
}

/** A password that servers do not accept yet is not shown; a new client has no binding until then. */
function shownPassword(observed: Observed, client: ClientSecrets): Password | undefined {
  return rotationOf(observed, client)?.phase === 'Adding' ? client.bound : client.wanted;
}

function entries({ names, cluster, settings, tls }: Observed, user: string, password: string): Readonly<Record<string, string>> {
  const host = `${names.data}.${names.namespace}.svc.${settings.clusterDomain}`;
  const scheme = tls === undefined ? 'redis' : 'rediss';
  const sentinels = Array.from(
    { length: cluster.spec.sentinel.replicas },
    (_, ordinal) => `${hostOf(names, `${names.sentinel}-${ordinal}`)}:${ports.sentinel}`,
  );
  return {
    type: 'redis',
    provider: 'dataservices',
    host,
    port: String(ports.redis),
    username: user,
    password,
    uri: `${scheme}://${user}:${encodeURIComponent(password)}@${host}:${ports.redis}`,
    'sentinel.master': names.masterName,
    'sentinel.nodes': sentinels.join(','),
    'sentinel.username': user,
    'sentinel.password': password,
    ...(tls !== undefined && { ssl: 'true', 'ca.crt': tls.authorityPem }),
  };
}

/** Since when clients are shown these authorities and no others. */
function authoritiesSince({ objects, now }: Observed, binding: string, authorities: string | undefined): Readonly<Record<string, string>> {
  if (authorities === undefined) return {};
  const stored = objects.get(`Secret/${binding}`) as (StoredObject & { readonly data?: Readonly<Record<string, string>> }) | undefined;
  const since = stored?.metadata.annotations?.[annotationKeys.authoritiesSince];
  const isSame = stored?.data?.['ca.crt'] === authorities && since !== undefined;
  return { [annotationKeys.authoritiesSince]: isSame ? since : rfc3339Seconds(now) };
}

/** The data of a Secret from its texts. `data`, not `stringData`: what is applied must be comparable with what is stored. */
export function secretData(texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, base64(text)]));
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

import { authoritiesSince } from '@dataservices/members';
import { annotationKeys, type KubeObject, rfc3339Seconds } from '@dataservices/plan';
import { secretData } from '@dataservices/resources';
import { clientSecretNames, hostOf, ports } from '../names.ts';
import type { ClientSecrets, Observed, Password } from '../observed.ts';
import { rotationOf } from '../plan/access.ts';
import { metadata } from './metadata.ts';

/** All that a client needs, under the keys of the Service Binding specification and those that Redis clients look for. */
export function bindingSecret(observed: Observed, client: ClientSecrets): KubeObject | undefined {
  const { names, objects, now } = observed;
  const shown = shownPassword(observed, client);
  if (shown === undefined) return undefined;
  const since = rfc3339Seconds((client.bound?.digest === shown.digest ? client.bound.sinceMs : undefined) ?? observed.now);
  const { binding: name } = clientSecretNames(names, client.user);
  const data = secretData(entries(observed, client.user, shown.text));
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: metadata(observed, name, 'data', {
      annotations: {
        [annotationKeys.passwordSince]: since,
        ...authoritiesSince({ stored: objects.get(`Secret/${name}`), authorities: data['ca.crt'], now }),
      },
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

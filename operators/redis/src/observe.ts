import { randomBytes } from 'node:crypto';
import type { RedisCluster } from '@dataservices/api';
import { observeCertificates } from '@dataservices/certificates';
import type { Kube } from '@dataservices/kube';
import { claimView, podView, storageClassView } from '@dataservices/members';
import type { StoredObject } from '@dataservices/plan';
import { labelKeys } from '@dataservices/plan';
import { objectMap, objectsOf } from '@dataservices/reconcile';
import type { Login, TlsAccess } from './client/connection.ts';
import type { RedisPort } from './client/port.ts';
import { probeReach } from './client/reach.ts';
import { namesOf } from './names.ts';
import type { Caches } from './observe/caches.ts';
import { observeMembers, observeSentinels } from './observe/members.ts';
import { doubtedAddresses, observeReach } from './observe/reach.ts';
import { observeSecrets, type SecretsView } from './observe/secrets.ts';
import type { Observed, PodFacts } from './observed.ts';
import { redisUsers, sentinelUsers } from './resources/access-control.ts';
import { requiredNames } from './resources/certificate-names.ts';
import { componentOf } from './resources/metadata.ts';
import { podFactsOf } from './resources/pod-facts.ts';
import { settingNames } from './resources/wanted-settings.ts';
import type { Settings } from './settings.ts';

export type ObserveInput = {
  readonly cluster: RedisCluster;
  readonly caches: Caches;
  readonly kube: Kube;
  readonly connect: (login: Login, tls?: TlsAccess) => RedisPort;
  /** Addresses of data servers that give no sign of life. */
  readonly lost: ReadonlySet<string>;
  readonly settings: Settings;
  readonly now: number;
  readonly signal: AbortSignal;
};

export type Observation = {
  readonly observed: Observed;
  readonly redis: RedisPort | undefined;
  /** How the operator logs in; undefined until there are passwords. */
  readonly login: Login | undefined;
  /** How it reaches the servers; undefined without TLS. */
  readonly access: TlsAccess | undefined;
};

/** All that the plan may know of one cluster: what the API server holds, and what each server and sentinel says of itself. */
export async function observe(input: ObserveInput): Promise<Observation> {
  const { cluster, kube, settings, now, signal } = input;
  const { namespace, name } = cluster.metadata;
  const { sentinel } = cluster.spec;
  const names = namesOf({
    namespace,
    name,
    clusterDomain: settings.clusterDomain,
    masterName: sentinel.masterName,
  });
  const [dataPods, sentinelPods] = [podsOf(input, 'data'), podsOf(input, 'sentinel')];
  const isRunning = [...dataPods, ...sentinelPods].some(({ isServerRunning }) => isServerRunning);
  const secrets = await observeSecrets({ kube, cluster, names, isRunning, signal });
  const certificates = await observeCertificates({
    ...input,
    namespace,
    tls: cluster.spec.tls,
    secrets: { authority: names.authoritySecret, mounted: names.certificatesSecret },
    names: requiredNames({ names, settings, cluster }),
    binding: secrets.stored.find((stored) => stored.metadata.name === names.bindingSecret),
  });
  const tls = certificates && { authorities: certificates.tls.authorityPem, domain: names.headlessDomain };
  // Without an authority nobody can be told from an impostor, and no member has started yet.
  const canConnect = secrets.login !== undefined && tls?.authorities !== '';
  const redis = canConnect ? input.connect(secrets.login, tls) : undefined;
  const claims = objectsOf(input.caches.claims, cluster).flatMap((claim) => claimView(claim, `data-${names.data}`) ?? []);
  const replicas = cluster.spec.replicas;
  const objects = storedObjects(input, [...secrets.stored, ...(certificates?.stored ?? [])]);
  const data = { replicas, claims, settings: settingNames({ cluster, names, objects }), podFacts: podFacts(input) };
  const doubted = doubtedAddresses([...dataPods, ...sentinelPods], input.lost);
  const [members, sentinels, reach] = await Promise.all([
    observeMembers({ names, pods: dataPods, redis, rules: redisUsers(cluster), doubted, ...data }),
    observeSentinels({ names, pods: sentinelPods, redis, rules: sentinelUsers(cluster), doubted }, replicas === 0 ? 0 : sentinel.replicas),
    observeReach({ dataPods, sentinelPods, lost: input.lost, probe: probeReach }),
  ]);
  const storageClasses = input.caches.storageClasses.list().map(storageClassView);
  const freshClusterId = randomBytes(8).toString('hex');
  return {
    redis,
    login: secrets.login,
    access: tls,
    observed: {
      now,
      cluster,
      names,
      settings,
      freshClusterId,
      members,
      sentinels,
      claims,
      storageClasses,
      objects,
      secrets: withoutExtras(secrets),
      reach,
      ...(certificates !== undefined && { tls: certificates.tls }),
    },
  };
}

/** The container that is the service itself, as opposed to those beside it. */
const serverContainers = { data: 'redis', sentinel: 'sentinel' } as const;

function podsOf({ caches, cluster }: ObserveInput, component: 'data' | 'sentinel') {
  const wanted = componentOf({ cluster }, component).component;
  return objectsOf(caches.pods, cluster)
    .filter(({ metadata }) => metadata.labels?.[labelKeys.component] === wanted)
    .map((pod) =>
      podView(pod, pod.spec?.nodeName === undefined ? undefined : caches.nodes.get(pod.spec.nodeName), serverContainers[component]),
    );
}

function podFacts({ caches, cluster }: ObserveInput): ReadonlyMap<string, PodFacts> {
  const pods = objectsOf(caches.pods, cluster);
  return new Map(pods.map(({ metadata, spec }) => [metadata.name, podFactsOf(spec?.containers ?? [])]));
}

function storedObjects({ caches, cluster }: ObserveInput, secrets: readonly StoredObject[]): ReadonlyMap<string, StoredObject> {
  const { statefulSets, services, configMaps, serviceAccounts, podDisruptionBudgets, networkPolicies, claims } = caches;
  const objects = objectMap([statefulSets, services, configMaps, serviceAccounts, podDisruptionBudgets, networkPolicies, claims], cluster);
  for (const secret of secrets) objects.set(`${secret.kind}/${secret.metadata.name}`, secret);
  return objects;
}

function withoutExtras({ login: _, stored: __, ...secrets }: SecretsView): Observed['secrets'] {
  return secrets;
}

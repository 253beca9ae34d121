import { managedPod, softSpread } from '@dataservices/resources';
import type { V1EnvVar, V1PodSpec, V1Volume } from '@kubernetes/client-node';
import type { Observed } from '../observed.ts';
import { type ComponentName, selectorOf } from './metadata.ts';

/** User and group of the official image; Debian's packages use others, so it is set and never left to the image. */
const redisUser = 999;

export const configFolder = '/etc/dataservices/config';
export const tlsFolder = '/etc/dataservices/tls';

/** What pods of both components have in common: identity, security, placement. */
export function commonPodSpec(observed: Observed, component: ComponentName): Omit<V1PodSpec, 'containers'> {
  const { cluster, names } = observed;
  return {
    ...managedPod({ serviceAccountName: names.data, user: redisUser, spec: cluster.spec }),
    // Redis and Sentinel look names up in their only thread. Sentinel that stands still for two seconds takes its clock for broken and
    // elects nobody for thirty (TILT); the resolver's default is five seconds for each attempt.
    dnsConfig: {
      options: [
        { name: 'timeout', value: '1' },
        { name: 'attempts', value: '1' },
      ],
    },
    topologySpreadConstraints: softSpread(selectorOf(observed, component)),
  };
}

export function environment(observed: Observed, clusterId: string): V1EnvVar[] {
  const { names, cluster } = observed;
  return [
    { name: 'POD_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
    { name: 'HEADLESS_DOMAIN', value: names.headlessDomain },
    { name: 'MASTER_NAME', value: names.masterName },
    { name: 'CLUSTER_ID', value: clusterId },
    { name: 'APPEND_ONLY', value: cluster.spec.durability.appendOnly === 'no' ? 'no' : 'yes' },
  ];
}

/** Modes are decimal, as in JSON: 0440 for secrets, 0555 for scripts. */
export function sharedVolumes(observed: Observed): V1Volume[] {
  const { names } = observed;
  return [
    { name: 'config', configMap: { name: names.config, defaultMode: 0o555 } },
    { name: 'secrets', secret: { secretName: names.internalSecret, defaultMode: 0o440 } },
    { name: 'acl', secret: { secretName: names.aclSecret, defaultMode: 0o440 } },
    ...(isTls(observed) ? [{ name: 'tls', secret: { secretName: names.certificatesSecret, defaultMode: 0o440 } }] : []),
    { name: 'run', emptyDir: {} },
  ];
}

const alwaysMounted = [
  { name: 'config', mountPath: configFolder, readOnly: true },
  { name: 'secrets', mountPath: '/etc/dataservices/secrets', readOnly: true },
  { name: 'acl', mountPath: '/etc/dataservices/acl', readOnly: true },
];

export function sharedMounts(observed: Observed) {
  return [...alwaysMounted, ...(isTls(observed) ? [{ name: 'tls', mountPath: tlsFolder, readOnly: true }] : [])];
}

export function isTls({ cluster }: Pick<Observed, 'cluster'>): boolean {
  return cluster.spec.tls.mode === 'Enabled';
}

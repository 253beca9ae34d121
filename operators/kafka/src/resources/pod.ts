import { type KafkaCluster, resolveImage } from '@dataservices/api';
import { managedPod, restrictedContainer, softSpread } from '@dataservices/resources';
import type { V1Container, V1EnvVar, V1PodSpec, V1Probe, V1Volume } from '@kubernetes/client-node';
import { bindingListener, isTold, listenersOf, portsOf } from '../listeners.ts';
import { nodeIdOf, ports, type Role } from '../names.ts';
import type { Observed } from '../observed.ts';
import { selectorOf } from './metadata.ts';
import { addressesAnnotation, orderAnnotation, rackAnnotation } from './order.ts';

/** User and group of the official image. */
const kafkaUser = 1000;

const configFolder = '/etc/dataservices/config';

/** The pod of a broker or a controller. */
export function podSpec(observed: Observed, role: Role, clusterId: string): V1PodSpec {
  const { cluster, names } = observed;
  const { pod } = cluster.spec;
  return {
    ...managedPod({ serviceAccountName: names.data, user: kafkaUser, spec: cluster.spec }),
    terminationGracePeriodSeconds: pod.terminationGracePeriodSeconds,
    topologySpreadConstraints: [...(pod.topologySpreadConstraints ?? softSpread(selectorOf(observed, role)))],
    ...(pod.affinity !== undefined && { affinity: pod.affinity }),
    containers: [container(observed, role, clusterId)],
    volumes: volumes(observed, role),
  } as V1PodSpec;
}

function container(observed: Observed, role: Role, clusterId: string): V1Container {
  const { version, image, imagePullPolicy, controllers } = observed.cluster.spec;
  const { registryPrefix } = observed.settings;
  const resources = role === 'broker' ? observed.cluster.spec.resources : controllers.resources;
  return {
    name: 'kafka',
    image: resolveImage('kafka', {
      version,
      ...(image !== undefined && { image }),
      ...(registryPrefix !== undefined && { registryPrefix }),
    }),
    ...(imagePullPolicy !== undefined && { imagePullPolicy }),
    command: ['/bin/bash', `${configFolder}/start-kafka.sh`],
    env: environment(observed, role, clusterId),
    ports: containerPorts(observed.cluster, role),
    ...(resources !== undefined && { resources: resources as V1Container['resources'] }),
    securityContext: restrictedContainer,
    volumeMounts: [
      { name: 'config', mountPath: configFolder, readOnly: true },
      { name: 'told', mountPath: '/etc/dataservices/told', readOnly: true },
      ...(isTls(observed.cluster) ? [{ name: 'tls', mountPath: '/etc/dataservices/tls', readOnly: true }] : []),
      { name: 'run', mountPath: '/run/kafka' },
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'data', mountPath: '/data' },
    ],
    readinessProbe: probe('kafka-ready.sh', { periodSeconds: 3, timeoutSeconds: 3, failureThreshold: 3 }),
    livenessProbe: probe('kafka-alive.sh', { initialDelaySeconds: 10, periodSeconds: 15, timeoutSeconds: 8, failureThreshold: 8 }),
  } as V1Container;
}

/** What a server reads of what its pod is told. */
function toldFiles(cluster: KafkaCluster, role: Role): readonly { readonly path: string; readonly key: string }[] {
  if (role === 'controller') return [{ path: 'order', key: orderAnnotation }];
  const addresses = listenersOf(cluster).some(isTold) ? [{ path: 'addresses', key: addressesAnnotation }] : [];
  return [{ path: 'rack', key: rackAnnotation }, ...addresses];
}

function isTls({ spec }: KafkaCluster): boolean {
  return spec.tls.mode === 'Enabled';
}

function containerPorts(cluster: KafkaCluster, role: Role) {
  const metrics = cluster.spec.metrics.mode === 'Enabled' ? [{ name: 'metrics', port: ports.metrics }] : [];
  return [...portsOf(cluster, role), ...metrics].map(({ name, port }) => ({ name, containerPort: port, protocol: 'TCP' }));
}

function probe(script: string, times: V1Probe): V1Probe {
  return { exec: { command: ['/bin/bash', `${configFolder}/${script}`] }, successThreshold: 1, ...times };
}

function environment({ cluster, names }: Observed, role: Role, clusterId: string): V1EnvVar[] {
  return [
    { name: 'POD_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
    { name: 'POD_IP', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'status.podIP' } } },
    { name: 'ROLE', value: role },
    { name: 'FIRST_ID', value: String(nodeIdOf(role, 0)) },
    { name: 'HEADLESS_DOMAIN', value: names.domains[role] },
    { name: 'CLUSTER_ID', value: clusterId },
    { name: 'RACK_MODE', value: cluster.spec.rack.mode },
    { name: 'METRICS_MODE', value: cluster.spec.metrics.mode },
    { name: 'PROBED_PORT', value: String(role === 'broker' ? bindingListener(cluster).port : ports.controller) },
  ];
}

/** Modes are decimal, as in JSON: 0555 for scripts, 0444 for what is no secret, 0440 for what is. */
function volumes({ cluster, names }: Observed, role: Role): V1Volume[] {
  const { storage, controllers } = cluster.spec;
  const size = role === 'broker' ? storage.size : controllers.storage.size;
  const items = toldFiles(cluster, role).map(({ path, key }) => ({
    path,
    fieldRef: { apiVersion: 'v1', fieldPath: `metadata.annotations['${key}']` },
  }));
  return [
    { name: 'config', configMap: { name: names.config, defaultMode: 0o555 } },
    { name: 'told', downwardAPI: { defaultMode: 0o444, items } },
    ...(isTls(cluster) ? [{ name: 'tls', secret: { secretName: names.certificatesSecret, defaultMode: 0o440 } }] : []),
    { name: 'run', emptyDir: {} },
    { name: 'tmp', emptyDir: {} },
    ...(storage.ephemeral ? [{ name: 'data', emptyDir: { sizeLimit: String(size) } }] : []),
  ];
}

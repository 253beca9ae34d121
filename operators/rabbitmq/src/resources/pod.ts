import { type RabbitmqCluster, resolveImage } from '@dataservices/api';
import { managedPod, restrictedContainer, softSpread } from '@dataservices/resources';
import type { V1Container, V1EnvVar, V1PodSpec, V1Probe, V1Volume } from '@kubernetes/client-node';
import { clientPorts, ports } from '../names.ts';
import type { Observed } from '../observed.ts';
import { selectorOf } from './metadata.ts';
import { orderAnnotation } from './order.ts';
import { taskAnnotation } from './task.ts';

/** User and group of the official image. */
const rabbitmqUser = 999;

const configFolder = '/etc/dataservices/config';

/** The pod of a node. */
export function podSpec(observed: Observed, clusterId: string): V1PodSpec {
  const { cluster, names } = observed;
  const { pod } = cluster.spec;
  return {
    ...managedPod({ serviceAccountName: names.data, user: rabbitmqUser, spec: cluster.spec }),
    terminationGracePeriodSeconds: pod.terminationGracePeriodSeconds,
    topologySpreadConstraints: [...(pod.topologySpreadConstraints ?? softSpread(selectorOf(observed)))],
    ...(pod.affinity !== undefined && { affinity: pod.affinity }),
    containers: [container(observed, clusterId)],
    volumes: volumes(observed),
  } as V1PodSpec;
}

function container(observed: Observed, clusterId: string): V1Container {
  const { version, image, imagePullPolicy, resources, metrics } = observed.cluster.spec;
  const { registryPrefix } = observed.settings;
  return {
    name: 'rabbitmq',
    image: resolveImage('rabbitmq', {
      version,
      ...(image !== undefined && { image }),
      ...(registryPrefix !== undefined && { registryPrefix }),
    }),
    ...(imagePullPolicy !== undefined && { imagePullPolicy }),
    command: ['/bin/bash', `${configFolder}/start-rabbitmq.sh`],
    env: environment(observed, clusterId),
    ports: Object.entries({ ...clientPorts(observed.cluster), ...ports })
      .filter(([name]) => name !== 'metrics' || metrics.mode === 'Enabled')
      .map(([name, containerPort]) => ({ name, containerPort, protocol: 'TCP' })),
    ...(resources !== undefined && { resources: resources as V1Container['resources'] }),
    securityContext: restrictedContainer,
    volumeMounts: [
      { name: 'config', mountPath: configFolder, readOnly: true },
      { name: 'secrets', mountPath: '/etc/dataservices/secrets', readOnly: true },
      ...(isTls(observed.cluster) ? [{ name: 'tls', mountPath: '/etc/dataservices/tls', readOnly: true }] : []),
      { name: 'told', mountPath: '/etc/dataservices/told', readOnly: true },
      ...(observed.cluster.spec.definitions === undefined
        ? []
        : [{ name: 'definitions', mountPath: '/etc/dataservices/definitions', readOnly: true }]),
      { name: 'run', mountPath: '/run/rabbitmq' },
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'data', mountPath: '/var/lib/rabbitmq' },
    ],
    lifecycle: { preStop: { exec: { command: ['/bin/bash', `${configFolder}/rabbitmq-pre-stop.sh`] } } },
    readinessProbe: probe('rabbitmq-ready.sh', { periodSeconds: 3, timeoutSeconds: 3, failureThreshold: 3 }),
    livenessProbe: probe('rabbitmq-alive.sh', { initialDelaySeconds: 10, periodSeconds: 15, timeoutSeconds: 8, failureThreshold: 8 }),
  } as V1Container;
}

function isTls({ spec }: RabbitmqCluster): boolean {
  return spec.tls.mode === 'Enabled';
}

function probe(script: string, times: V1Probe): V1Probe {
  return { exec: { command: ['/bin/bash', `${configFolder}/${script}`] }, successThreshold: 1, ...times };
}

function environment({ names, cluster }: Observed, clusterId: string): V1EnvVar[] {
  return [
    { name: 'POD_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
    { name: 'POD_IP', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'status.podIP' } } },
    { name: 'HEADLESS_DOMAIN', value: names.headlessDomain },
    { name: 'CLUSTER_ID', value: clusterId },
    ...(isTls(cluster) ? [{ name: 'AMQP_PORT', value: String(clientPorts(cluster).amqp) }] : []),
  ];
}

/** Modes are decimal, as in JSON: 0440 for secrets, 0555 for scripts, 0444 for what is no secret. */
function volumes({ cluster, names }: Observed): V1Volume[] {
  const { ephemeral, size } = cluster.spec.storage;
  return [
    { name: 'config', configMap: { name: names.config, defaultMode: 0o555 } },
    {
      name: 'secrets',
      secret: {
        secretName: names.internalSecret,
        defaultMode: 0o440,
        items: ['erlang-cookie', 'founding.json'].map((key) => ({ key, path: key })),
      },
    },
    ...(isTls(cluster) ? [{ name: 'tls', secret: { secretName: names.certificatesSecret, defaultMode: 0o440 } }] : []),
    {
      name: 'told',
      downwardAPI: { defaultMode: 0o444, items: [annotation(orderAnnotation, 'order'), annotation(taskAnnotation, 'task')] },
    },
    ...definitionsVolume(cluster),
    { name: 'run', emptyDir: {} },
    { name: 'tmp', emptyDir: {} },
    ...(ephemeral ? [{ name: 'data', emptyDir: { sizeLimit: String(size) } }] : []),
  ];
}

/** Needed once: pods that come later do without it where it is gone. */
function definitionsVolume({ spec }: RabbitmqCluster): V1Volume[] {
  const { secretName, configMapName } = spec.definitions ?? {};
  const common = { items: [{ key: 'definitions.json', path: 'definitions.json' }], defaultMode: 0o440, optional: true };
  if (secretName !== undefined) return [{ name: 'definitions', secret: { secretName, ...common } }];
  return configMapName === undefined ? [] : [{ name: 'definitions', configMap: { name: configMapName, ...common } }];
}

function annotation(key: string, path: string) {
  return { path, fieldRef: { apiVersion: 'v1', fieldPath: `metadata.annotations['${key}']` } };
}

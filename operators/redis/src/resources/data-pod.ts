import { redisExporterImage } from '@dataservices/api';
import { restrictedContainer } from '@dataservices/resources';
import type { V1Container, V1PodSpec, V1Volume } from '@kubernetes/client-node';
import { ports } from '../names.ts';
import type { Observed } from '../observed.ts';
import { commonPodSpec, configFolder, environment, isTls, sharedMounts, sharedVolumes } from './pod-spec.ts';
import { redisImage } from './redis-image.ts';
import { restartEnvironment } from './restart-environment.ts';

/** The pod of a data member: Redis, and beside it the exporter. */
export function dataPodSpec(observed: Observed, clusterId: string): V1PodSpec {
  const { pod, metrics } = observed.cluster.spec;
  const withExporter = metrics.mode === 'Enabled';
  return {
    ...commonPodSpec(observed, 'data'),
    terminationGracePeriodSeconds: pod.terminationGracePeriodSeconds,
    ...(pod.affinity !== undefined && { affinity: pod.affinity }),
    ...(pod.topologySpreadConstraints !== undefined && { topologySpreadConstraints: [...pod.topologySpreadConstraints] }),
    containers: [redisContainer(observed, clusterId), ...(withExporter ? [exporterContainer(observed)] : [])],
    volumes: [...sharedVolumes(observed), ...dataVolume(observed), ...(withExporter ? [exporterSecret(observed)] : [])],
  } as V1PodSpec;
}

function redisContainer(observed: Observed, clusterId: string): V1Container {
  const { imagePullPolicy, resources } = observed.cluster.spec;
  return {
    name: 'redis',
    image: redisImage(observed),
    ...(imagePullPolicy !== undefined && { imagePullPolicy }),
    command: ['/bin/sh', `${configFolder}/start-redis.sh`],
    env: [...environment(observed, clusterId), ...restartEnvironment(observed.cluster)],
    ports: [{ name: 'redis', containerPort: ports.redis, protocol: 'TCP' }],
    ...(resources !== undefined && { resources: resources as V1Container['resources'] }),
    securityContext: restrictedContainer,
    volumeMounts: [...sharedMounts(observed), { name: 'run', mountPath: '/run/redis' }, { name: 'data', mountPath: '/data' }],
    lifecycle: { preStop: { exec: { command: ['/bin/sh', `${configFolder}/redis-pre-stop.sh`] } } },
    readinessProbe: {
      exec: { command: ['/bin/sh', `${configFolder}/redis-ready.sh`] },
      periodSeconds: 3,
      timeoutSeconds: 3,
      failureThreshold: 3,
      successThreshold: 1,
    },
    livenessProbe: {
      exec: { command: ['/bin/sh', `${configFolder}/redis-alive.sh`] },
      initialDelaySeconds: 10,
      periodSeconds: 15,
      timeoutSeconds: 8,
      failureThreshold: 8,
      successThreshold: 1,
    },
  } as V1Container;
}

function exporterContainer(observed: Observed): V1Container {
  const { settings } = observed;
  return {
    name: 'exporter',
    image: redisExporterImage(settings.registryPrefix),
    env: [
      { name: 'REDIS_ADDR', value: `${isTls(observed) ? 'rediss' : 'redis'}://localhost:${ports.redis}` },
      { name: 'REDIS_USER', value: 'exporter' },
      { name: 'REDIS_PASSWORD_FILE', value: '/etc/dataservices/exporter/exporter.json' },
      // At least: it tells of every look at its password file.
      { name: 'REDIS_EXPORTER_LOG_LEVEL', value: 'WARN' },
      // Its own 15 s are longer than Prometheus waits, and than its probe does: of a Redis that hangs nothing would be told.
      { name: 'REDIS_EXPORTER_CONNECTION_TIMEOUT', value: '2s' },
      // The exporter has no business with CONFIG GET, which shows passwords.
      { name: 'REDIS_EXPORTER_CONFIG_COMMAND', value: '-' },
      // Within the pod: what answers there can be nobody else, and a certificate of the user's need not name localhost.
      ...(isTls(observed) ? [{ name: 'REDIS_EXPORTER_SKIP_TLS_VERIFICATION', value: 'true' }] : []),
    ],
    ports: [{ name: 'metrics', containerPort: ports.exporter, protocol: 'TCP' }],
    // It reads its password when it is asked to; see keep_passwords of the start script.
    livenessProbe: {
      httpGet: { path: '/-/reload', port: 'metrics', scheme: 'HTTP' },
      periodSeconds: 15,
      timeoutSeconds: 3,
      failureThreshold: 4,
      successThreshold: 1,
    },
    resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } },
    securityContext: restrictedContainer,
    volumeMounts: [{ name: 'exporter-secret', mountPath: '/etc/dataservices/exporter', readOnly: true }],
  };
}

function exporterSecret({ names }: Observed): V1Volume {
  const items = [{ key: 'exporter.json', path: 'exporter.json' }];
  return { name: 'exporter-secret', secret: { secretName: names.internalSecret, defaultMode: 0o440, items } };
}

function dataVolume({ cluster }: Observed): V1Volume[] {
  const { ephemeral, size } = cluster.spec.storage;
  return ephemeral ? [{ name: 'data', emptyDir: { sizeLimit: String(size) } }] : [];
}

import { objectLabels } from '@dataservices/plan';

const time = '2026-01-01T00:00:00Z';

const membersEach = 3;

const instanceName = (at: number) => `cart-${Math.floor(at / membersEach)}`;

/** Of pod number `at`. */
export function podName(at: number): string {
  return `${instanceName(at)}-redis-${at % membersEach}`;
}

/** A data pod of a Redis, with what such a pod has: two containers, probes, volumes, security. */
export function samplePod(namespace: string, at: number) {
  const [instance, name] = [instanceName(at), podName(at)];
  const security = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true };
  const probe = { exec: { command: ['redis-cli', 'ping'] }, periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 6 };
  const mounts = ['data', 'config', 'auth', 'secrets', 'run'].map((volume) => ({ name: volume, mountPath: `/etc/dataservices/${volume}` }));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace,
      labels: { ...objectLabels({ service: 'redis', instance, component: 'data' }), 'statefulset.kubernetes.io/pod-name': name },
      annotations: { 'dataservices.dev/pod-hash': '0123456789abcdef', 'dataservices.dev/cluster-id': `id-${instance}` },
    },
    spec: {
      serviceAccountName: 'default',
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 60,
      containers: [
        {
          name: 'redis',
          image: 'redis:8.0.2',
          command: ['/etc/dataservices/start'],
          volumeMounts: mounts,
          readinessProbe: probe,
          livenessProbe: probe,
          securityContext: security,
        },
        {
          name: 'exporter',
          image: 'oliver006/redis_exporter:v1.82.0',
          ports: [{ name: 'metrics', containerPort: 9121 }],
          securityContext: security,
        },
      ],
      volumes: mounts.map((mount) => ({ name: mount.name, emptyDir: {} })),
    },
  };
}

export function samplePodStatus(at: number) {
  const condition = (type: string) => ({ type, status: 'True', lastTransitionTime: time });
  const container = (name: string) => ({
    name,
    image: `registry.example.com/${name}:1`,
    imageID: `sha256:${'0123456789abcdef'.repeat(4)}`,
    containerID: `containerd://${at}-${name}`,
    ready: true,
    started: true,
    restartCount: 0,
    state: { running: { startedAt: time } },
  });
  return {
    phase: 'Running',
    podIP: `10.64.${Math.floor(at / 250) % 250}.${(at % 250) + 1}`,
    hostIP: '10.89.0.11',
    startTime: time,
    conditions: ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map(condition),
    containerStatuses: ['redis', 'exporter'].map(container),
  };
}

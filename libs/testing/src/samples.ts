import type { KubeObject } from '@dataservices/plan';

/** Objects such as operators build, with what makes comparing hard: defaults, quantities, atomic lists, keyed ports. */
export type SampleNames = { readonly namespace: string; readonly name: string };

export function sampleConfigMap(
  { namespace, name }: SampleNames,
  data: Readonly<Record<string, string>> = { 'redis.conf': 'port 6379\n' },
): KubeObject & { readonly data: object } {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name, labels: { app: name, tier: 'data' } }, data };
}

export function sampleService({ namespace, name }: SampleNames): KubeObject & { readonly spec: object } {
  const ports = [
    { name: 'redis', port: 6379, targetPort: 'redis' },
    { name: 'sentinel', port: 26379 },
  ];
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace, name, labels: { app: name }, annotations: { note: 'x' } },
    spec: { clusterIP: 'None', publishNotReadyAddresses: true, selector: { app: name, role: 'leader' }, ports },
  };
}

export function samplePodDisruptionBudget({ namespace, name }: SampleNames): KubeObject & { readonly spec: object } {
  const spec = { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow', selector: { matchLabels: { app: name } } };
  return { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { namespace, name, labels: { app: name } }, spec };
}

export function sampleNetworkPolicy({ namespace, name }: SampleNames): KubeObject & { readonly spec: object } {
  const podSelector = { matchLabels: { app: name } };
  const ingress = [{ ports: [{ port: 6379 }], from: [{ podSelector: {} }, { namespaceSelector: { matchLabels: { team: 'a' } } }] }];
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { namespace, name },
    spec: { podSelector, policyTypes: ['Ingress'], ingress },
  };
}

export function sampleStatefulSet({ namespace, name }: SampleNames): KubeObject & { readonly spec: object } {
  const claim = {
    metadata: { name: 'data', labels: { app: name } },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1024Mi' } } },
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { namespace, name, labels: { app: name } },
    spec: {
      replicas: 3,
      serviceName: name,
      podManagementPolicy: 'Parallel',
      updateStrategy: { type: 'OnDelete' },
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name }, annotations: {} }, spec: podSpec(name) },
      volumeClaimTemplates: [claim],
    },
  };
}

function podSpec(name: string): object {
  return {
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, fsGroup: 999, seccompProfile: { type: 'RuntimeDefault' } },
    nodeSelector: { disk: 'ssd' },
    tolerations: [{ key: 'data', operator: 'Exists', tolerationSeconds: 30, effect: 'NoExecute' }],
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: { app: name } },
      },
    ],
    containers: [container(name)],
    volumes: [
      { name: 'config', configMap: { name, items: [{ key: 'redis.conf', path: 'redis.conf' }] } },
      { name: 'run', emptyDir: {} },
      {
        name: 'secrets',
        projected: {
          sources: [{ secret: { name } }, { downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } }],
        },
      },
    ],
  };
}

function container(name: string): object {
  return {
    name: 'redis',
    image: 'redis:8.0.2',
    command: ['redis-server', '/etc/redis/redis.conf'],
    env: [
      { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { name: 'PASSWORD', valueFrom: { secretKeyRef: { name, key: 'password' } } },
    ],
    ports: [{ name: 'redis', containerPort: 6379 }],
    resources: { requests: { cpu: 0.5, memory: '1024Mi' }, limits: { memory: '1Gi' } },
    readinessProbe: { tcpSocket: { port: 'redis' }, periodSeconds: 2 },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    volumeMounts: [
      { name: 'data', mountPath: '/data' },
      { name: 'config', mountPath: '/etc/redis' },
    ],
  };
}

export function samplePod({ namespace, name }: SampleNames): KubeObject & { readonly spec: object } {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace, name, labels: { app: name } },
    spec: { containers: [{ name: 'main', image: 'redis:8.0.2' }], terminationGracePeriodSeconds: 0 },
  };
}

import { pauseImage } from '../src/index.ts';

export const namespace = 'probe';
export const podNames = ['member-0', 'member-1', 'member-2'] as const;

const labels = { app: 'member' };
const ports = [{ name: 'any', port: 4242 }];

const container = {
  name: 'member',
  image: pauseImage,
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true },
  volumeMounts: [{ name: 'data', mountPath: '/data' }],
};

const antiAffinity = {
  podAntiAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: [
      { topologyKey: 'topology.kubernetes.io/zone', labelSelector: { matchLabels: labels } },
    ],
  },
};

function volume(storageClassName: string): unknown {
  return {
    metadata: { name: 'data' },
    spec: { storageClassName, accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } } },
  };
}

/** Three pods with volumes, one a zone, under the strictest pod security: what every data service of this project needs. */
export function workload(storageClassName = 'standard'): unknown {
  return { apiVersion: 'v1', kind: 'List', items: objects(storageClassName) };
}

function objects(storageClassName: string): readonly unknown[] {
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } } },
    service('member', 'None'),
    service('member-any', undefined),
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'member', namespace },
      spec: {
        replicas: 3,
        serviceName: 'member',
        podManagementPolicy: 'Parallel',
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            affinity: antiAffinity,
            securityContext: { runAsNonRoot: true, runAsUser: 1000, fsGroup: 1000, seccompProfile: { type: 'RuntimeDefault' } },
            terminationGracePeriodSeconds: 1,
            containers: [container],
          },
        },
        volumeClaimTemplates: [volume(storageClassName)],
      },
    },
  ];
}

function service(name: string, clusterIP: string | undefined): unknown {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec: { clusterIP, selector: labels, ports } };
}

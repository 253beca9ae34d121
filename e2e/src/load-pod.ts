import type { KubeObject } from '@dataservices/plan';

export type BoundService = 'redis' | 'zookeeper' | 'rabbitmq' | 'kafka';

export type LoadPodInput = {
  readonly namespace: string;
  readonly name: string;
  /** A node that is not going to be broken. */
  readonly nodeName: string;
  readonly bindingSecret: string;
  /** Whose binding that is. */
  readonly service: BoundService;
  /** One of the project's own, without a registry. */
  readonly image: string;
  /** Where the cluster pulls the project's images from, if not all nodes have them. */
  readonly registry?: string | undefined;
  readonly args: readonly string[];
};

export const loadPort = 8080;

/** Where the pod of a load finds a key of the binding; the guides for users have the same folders. */
export function bindingFile(service: BoundService, key: 'password' | 'ca.crt'): string {
  return `${bindingFolder(service)}/${key}`;
}

function bindingFolder(service: BoundService): string {
  return `/bindings/${service}`;
}

/** A pod of a load client, with the binding Secret mounted as an application would. */
export function loadPod({ namespace, name, nodeName, bindingSecret, service, image, registry, args }: LoadPodInput): KubeObject {
  const object = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace, name, labels: { app: 'load' } },
    spec: {
      nodeName,
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 1,
      securityContext: { runAsNonRoot: true, runAsUser: 65_532, fsGroup: 65_532, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'load',
          image: `${registry === undefined ? '' : `${registry}/`}${image}`,
          imagePullPolicy: 'IfNotPresent',
          args,
          ports: [{ name: 'control', containerPort: loadPort }],
          securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
          volumeMounts: [{ name: 'binding', mountPath: bindingFolder(service), readOnly: true }],
        },
      ],
      volumes: [{ name: 'binding', secret: { secretName: bindingSecret } }],
    },
  };
  return object;
}

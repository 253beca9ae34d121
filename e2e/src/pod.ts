import { type Kube, type Ref, resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';

export type ContainerStatus = {
  readonly name: string;
  readonly ready: boolean;
  readonly restartCount: number;
  /** `containerd://<id>` */
  readonly containerID?: string;
  readonly state?: { readonly waiting?: { readonly reason?: string; readonly message?: string } };
};

/** A pod, as far as the driver looks at it. */
export type Pod = StoredObject & {
  readonly spec: {
    readonly nodeName?: string;
    readonly containers?: readonly { readonly image: string; readonly ports?: readonly { readonly name?: string }[] }[];
  };
  readonly status?: {
    readonly phase?: string;
    readonly podIP?: string;
    readonly containerStatuses?: readonly ContainerStatus[];
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
};

/** @throws Error where there is none */
export async function readPod(kube: Kube, ref: Ref): Promise<Pod> {
  const pod = await kube.get<Pod>(resources.pods, ref);
  if (pod === undefined) throw new Error(`there is no pod ${ref.name} in ${ref.namespace}`);
  return pod;
}

export async function listPods(kube: Kube, namespace: string, labelSelector = ''): Promise<readonly Pod[]> {
  return (await kube.list<Pod>(resources.pods, { namespace, labelSelector })).items;
}

export function isPodReady({ metadata, status }: Pod): boolean {
  const isReady = status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') ?? false;
  return isReady && metadata.deletionTimestamp === undefined;
}

/** Selects the pods of one component of a Redis, and nothing else. */
export function redisSelector(name: string, component: 'data' | 'sentinel'): string {
  return `app.kubernetes.io/name=redis,app.kubernetes.io/instance=${name},app.kubernetes.io/component=${component}`;
}

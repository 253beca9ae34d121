import type { StoredObject } from '@dataservices/plan';

/** autoscaling/v1 Scale: how many replicas are asked for, and how many are there. Its identity and version are those of what is scaled. */
export type Scale = StoredObject & {
  readonly spec: { readonly replicas: number };
  readonly status: {
    readonly replicas: number;
    /** Selects the pods, as text. */
    readonly selector?: string;
  };
};

export type ScaleChange = {
  /** 0 or more. */
  readonly replicas: number;
  /** Changes nothing unless the object still has this identity. */
  readonly uid?: string;
  /** Changes nothing unless the object still has this version. */
  readonly resourceVersion?: string;
};

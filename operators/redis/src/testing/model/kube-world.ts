import type { KubeObject, StoredObject } from '@dataservices/plan';
import type { Volume } from './service.ts';

export type Component = 'data' | 'sentinel';

export type ModelPod = {
  readonly name: string;
  readonly uid: string;
  readonly component: Component;
  readonly ordinal: number;
  readonly ip: string;
  readonly podHash: string;
  /** The identity that its container was told. */
  readonly clusterId: string;
  /** Its image cannot be pulled. */
  readonly isBroken: boolean;
  readonly createdAt: number;
  isRunning: boolean;
  terminatesSince?: number;
  /** Its node does not report: nobody ends it. */
  isNodeLost: boolean;
  roleLabel?: string;
};

export type ModelClaim = {
  readonly name: string;
  readonly uid: string;
  readonly ordinal: number;
  clusterId: string;
  isTerminating: boolean;
  /** Marked as left behind by its member. */
  isRetired: boolean;
  /** What is asked for, and what there is. */
  request: string;
  capacity: string;
  readonly volume: Volume;
};

/** What a StatefulSet says of its pods, as it was applied last. */
export type ModelSet = {
  readonly replicas: number;
  readonly podHash: string;
  readonly clusterId: string;
  readonly isBroken: boolean;
  readonly hasVolumes: boolean;
};

/** What the API server has, apart from the custom resource. Mutable: it is the outside world. */
export type KubeWorld = {
  readonly sets: Map<Component, ModelSet>;
  readonly pods: Map<string, ModelPod>;
  readonly claims: Map<string, ModelClaim>;
  /** By `kind/name`, as the operator applied it. */
  readonly objects: Map<string, StoredObject>;
  /** Until when no node takes another pod of a sentinel. */
  noSentinelsUntil: number;
};

/** An image of this name cannot be pulled. */
export const brokenImage = 'redis:broken';

type AppliedSet = KubeObject & {
  readonly spec: {
    readonly replicas: number;
    readonly volumeClaimTemplates?: readonly object[];
    readonly template: {
      readonly metadata: { readonly annotations: Readonly<Record<string, string>> };
      readonly spec: { readonly containers: readonly { readonly image?: string }[] };
    };
  };
};

export function createKubeWorld(): KubeWorld {
  return { sets: new Map(), pods: new Map(), claims: new Map(), objects: new Map(), noSentinelsUntil: 0 };
}

/** The shape of a StatefulSet that the operator applies. */
export function isStatefulSet(object: KubeObject): object is AppliedSet {
  return object.kind === 'StatefulSet';
}

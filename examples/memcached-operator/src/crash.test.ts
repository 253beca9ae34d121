import type { MemberAction, PodView } from '@dataservices/members';
import { type CrashModel, crashAnywhere, crashBetweenActions } from '@dataservices/testing';
import { expect, test } from 'vitest';
import type { Memcached } from './memcached.ts';
import { podHashOf } from './objects.ts';
import { type Observed, plan } from './plan.ts';

const cluster: Memcached = {
  apiVersion: 'example.com/v1',
  kind: 'Memcached',
  metadata: { namespace: 'shop', name: 'cart', uid: 'u1', resourceVersion: '1', generation: 2 },
  spec: { replicas: 3, image: 'memcached:2' },
};

type Pod = { readonly uid: string; readonly hash: string; readonly isReady: boolean; readonly leavesIn?: number };

/** What the API server holds: the pod of each ordinal, and how many there have been. */
type World = { readonly pods: readonly (Pod | undefined)[]; readonly made: number };

/**
 * Three pods of an older image. One that is deleted goes on being ready for two ticks; then it is gone, and the StatefulSet makes another, which is
 * ready a tick later.
 */
const rolling: CrashModel<World, Observed, MemberAction> = {
  start: () => ({ pods: [0, 1, 2].map((at) => ({ uid: `old-${at}`, hash: 'old', isReady: true })), made: 3 }),
  observe: ({ pods }) => ({
    now: 0,
    cluster,
    members: pods.map((pod, ordinal) => ({ name: `cart-${ordinal}`, ordinal, ...(pod !== undefined && { pod: viewOf(pod, ordinal) }) })),
  }),
  plan,
  perform: (world, action) => {
    if (action.kind !== 'delete-pod') throw new Error(`the plan is not expected to ${action.kind}`);
    return { ...world, pods: world.pods.map((pod) => (pod?.uid === action.uid ? { ...pod, leavesIn: 2 } : pod)) };
  },
  settle: ({ pods, made }) => ({
    pods: pods.map((pod, at) => nextOf(pod, `new-${made}-${at}`)),
    made: made + pods.filter((pod) => pod === undefined).length,
  }),
  isDone: ({ pods }) => pods.every((pod) => pod?.isReady === true && pod.leavesIn === undefined && pod.hash === podHashOf(cluster)),
  invariant: ({ pods }) =>
    pods.filter((pod) => pod?.isReady !== true || pod.leavesIn !== undefined).length > 1 ? 'two members are away at once' : undefined,
  // However often the operator dies, each pod is replaced once.
  fingerprint: ({ made }) => made,
};

function nextOf(pod: Pod | undefined, uid: string): Pod | undefined {
  if (pod?.leavesIn !== undefined) return pod.leavesIn > 1 ? { ...pod, leavesIn: pod.leavesIn - 1 } : undefined;
  return pod === undefined ? { uid, hash: podHashOf(cluster), isReady: false } : { ...pod, isReady: true };
}

function viewOf({ uid, hash, isReady, leavesIn }: Pod, ordinal: number): PodView {
  const isTerminating = leavesIn !== undefined;
  return { name: `cart-${ordinal}`, uid, podHash: hash, isReady, isTerminating, isNodeLost: false, isServerRunning: isReady };
}

test('a roll goes on after a crash anywhere, one pod at a time, and no pod is replaced twice', () => {
  expect(crashBetweenActions(rolling).world.made).toBe(6);
  crashAnywhere(rolling);
});

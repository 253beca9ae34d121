import type { Reach } from '../client/port.ts';
import type { Observed } from '../observed.ts';
import { withPod, withSentinelPod } from './observed-builder.ts';

/** What is met at the server of the first member, at the kubelet beside it, and at the kubelets beside the sentinels; undefined where nobody asked. */
export type ReachDraft = { readonly [at in 'server' | 'kubelet' | 'others']?: Reach | undefined };

const server = { ip: '10.0.0.100', port: 6379 };
const kubelet = { ip: '10.1.0.100', port: 10_250 };
const others = { ip: '10.1.0.1', port: 10_250 };

/** The same state with the first member on a node of its own, and what connections meet. */
export function withReach(given: Observed, found: ReachDraft): Observed {
  const endpoints = Object.entries({ server, kubelet, others } as const);
  const reach = endpoints.flatMap(([at, { ip, port }]) => {
    const met = found[at as keyof ReachDraft];
    return met === undefined ? [] : [[`${ip}:${port}`, met] as const];
  });
  const placed = withPod(given, 0, { ip: server.ip, node: 'node9', kubelet });
  const seen = given.sentinels.reduce((changed, { ordinal }) => withSentinelPod(changed, ordinal, { kubelet: others }), placed);
  return { ...seen, reach: new Map(reach) };
}

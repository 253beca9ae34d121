import type { Endpoint, PodView } from '@dataservices/members';
import { addressOf } from '../client/following.ts';
import type { Reach } from '../client/port.ts';
import { ports } from '../names.ts';

/** Nothing between two machines of one cluster takes this long; a lost node must not hold up the look at the others. */
const timeoutMs = 400;

export type ReachInput = {
  readonly dataPods: readonly PodView[];
  readonly sentinelPods: readonly PodView[];
  /** Addresses of servers that give no sign of life. */
  readonly lost: ReadonlySet<string>;
  readonly probe: (endpoint: Endpoint, timeoutMs: number) => Promise<Reach>;
};

/**
 * Asks at the address of every lost server, at the kubelet beside it, and at the kubelets beside the sentinels: whether it is the process,
 * the node, or the operator itself that is cut off. Nobody is asked while no server is lost, nor a node beneath a sentinel.
 */
export async function observeReach({ dataPods, sentinelPods, lost, probe }: ReachInput): Promise<ReadonlyMap<string, Reach>> {
  const servers = dataPods.flatMap((pod) => serverOf(pod) ?? []).filter((server) => lost.has(addressOf(server)));
  const isAnyLost = servers.length > 0 || sentinelPods.some(({ isNodeLost }) => isNodeLost);
  if (!isAnyLost) return new Map();
  const around = [...dataPods.filter((pod) => isLost(pod, lost)), ...sentinelPods].flatMap(({ kubelet }) => kubelet ?? []);
  const asked = new Map([...servers, ...around].map((endpoint) => [addressOf(endpoint), endpoint]));
  return new Map(await Promise.all([...asked].map(async ([address, endpoint]) => [address, await probe(endpoint, timeoutMs)] as const)));
}

/** Addresses of pods that stand on the node of a lost server, and probably went with it. */
export function doubtedAddresses(pods: readonly PodView[], lost: ReadonlySet<string>): ReadonlySet<string> {
  const nodes = new Set(pods.filter((pod) => isLost(pod, lost)).map(({ node }) => node));
  return new Set(pods.flatMap(({ ip, node }) => (ip !== undefined && nodes.has(node) ? [ip] : [])));
}

function isLost(pod: PodView, lost: ReadonlySet<string>): boolean {
  const server = serverOf(pod);
  return server !== undefined && lost.has(addressOf(server));
}

function serverOf({ ip }: PodView): Endpoint | undefined {
  return ip === undefined ? undefined : { ip, port: ports.redis };
}

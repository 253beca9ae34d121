import type { ClaimView, Endpoint, PodView } from '@dataservices/members';
import { addressOf } from '../../client/following.ts';
import type { Reach, RedisPort } from '../../client/port.ts';
import { ports } from '../../names.ts';
import { observeMembers, observeSentinels } from '../../observe/members.ts';
import { doubtedAddresses, observeReach } from '../../observe/reach.ts';
import type { Observed } from '../../observed.ts';
import { settledSecrets } from '../observed-builder.ts';
import type { ModelClaim, ModelPod } from './kube-world.ts';
import { modelNames } from './model-names.ts';
import { answers, fresh, isServing } from './service.ts';
import { clusterOf, type World } from './world.ts';

/** What observe.ts makes of the world. */
export async function observeWorld(world: World, redis: RedisPort): Promise<Observed> {
  const { kube, service } = world;
  const cluster = clusterOf(world);
  const { replicas, sentinel } = cluster.spec;
  const views = (component: string) =>
    [...kube.pods.values()].filter((pod) => pod.component === component).map((pod) => podViewOf(world, pod));
  const [dataPods, sentinelPods] = [views('data'), views('sentinel')];
  const claims = [...kube.claims.values()].map(claimViewOf);
  const lost = lostAddresses(world, dataPods);
  const doubted = doubtedAddresses([...dataPods, ...sentinelPods], lost);
  const asked = { names: modelNames, redis, rules: [], doubted };
  return {
    now: service.now,
    cluster,
    names: modelNames,
    settings: { clusterDomain: 'cluster.local' },
    freshClusterId: fresh(service, 'cluster-'),
    members: await observeMembers({ ...asked, pods: dataPods, replicas, claims, settings: [], podFacts: new Map() }),
    sentinels: await observeSentinels({ ...asked, pods: sentinelPods }, replicas === 0 ? 0 : sentinel.replicas),
    claims,
    storageClasses: [{ name: 'standard', canGrow: true }],
    objects: kube.objects,
    secrets: settledSecrets,
    reach: await observeReach({ dataPods, sentinelPods, lost, probe: async (endpoint) => reachOf(world, endpoint) }),
  };
}

/** Where the vigil of the operator has met silence. */
function lostAddresses({ service }: World, pods: readonly PodView[]): ReadonlySet<string> {
  const lost = pods.filter(({ name }) => {
    const server = service.servers.get(name);
    return server === undefined || !answers(server) || !isServing(server);
  });
  return new Set(lost.flatMap(({ ip }) => (ip === undefined ? [] : addressOf({ ip, port: ports.redis }))));
}

/** A process that hangs takes connections; a machine that is gone takes none. */
function reachOf({ kube, service }: World, { ip, port }: Endpoint): Reach {
  const pod = [...kube.pods.values()].find((candidate) => candidate.ip === ip || nodeIpOf(candidate) === ip);
  if (pod === undefined || pod.isNodeLost) return 'silent';
  if (port !== ports.redis) return 'accepts';
  const server = service.servers.get(pod.name);
  if (server?.isCutOff === true) return 'silent';
  return server !== undefined && isServing(server) ? 'accepts' : 'refuses';
}

/** Each pod stands on a node of its own. */
function nodeIpOf({ ip }: ModelPod): string {
  return `node-${ip}`;
}

function podViewOf({ service }: World, pod: ModelPod): PodView {
  const { name, uid, ip, isRunning, isBroken, isNodeLost, terminatesSince, roleLabel, podHash, component } = pod;
  const server = service.servers.get(name);
  const isReady = isRunning && !isNodeLost && (component === 'sentinel' || (server !== undefined && isServing(server)));
  return {
    name,
    uid,
    node: `node-of-${name}`,
    ...(isRunning && { ip, kubelet: { ip: nodeIpOf(pod), port: 10_250 } }),
    isReady,
    isTerminating: terminatesSince !== undefined,
    isNodeLost,
    isServerRunning: isRunning,
    podHash,
    ...(roleLabel !== undefined && { roleLabel }),
    ...(isBroken && { problem: 'ImagePullBackOff' }),
  };
}

function claimViewOf({ volume: _, ...claim }: ModelClaim): ClaimView {
  return { ...claim, isBound: true, className: 'standard' };
}

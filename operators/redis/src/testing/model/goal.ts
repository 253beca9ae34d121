import { stableHash } from '@dataservices/plan';
import { sentinelSettings } from '../../plan/sentinel-settings.ts';
import { isMaster, isServing, type Server, type Serving } from './service.ts';
import { clusterOf, type World } from './world.ts';

/** What is not as asked for yet, one sentence each; none at the goal. */
export function missingToGoal(world: World): readonly string[] {
  const { status } = world;
  const settled = status.conditions?.find(({ type }) => type === 'Settled');
  const isSettled = settled?.status === 'True' && settled.observedGeneration === world.generation;
  return [
    ...podsMissing(world),
    ...leadershipMissing(world),
    ...(isSettled ? [] : [`not settled: ${settled?.reason} ${settled?.message}`]),
    ...(status.operation === undefined ? [] : [`operation ${status.operation.rule}`]),
    ...(status.journal === undefined ? [] : ['an open journal']),
    ...(status.requests?.some(({ state }) => state === 'Running') === true ? ['a running request'] : []),
  ];
}

function podsMissing({ kube, ...world }: World): readonly string[] {
  const { replicas, sentinel, storage } = clusterOf({ kube, ...world }).spec;
  const wanted = { data: replicas, sentinel: replicas === 0 ? 0 : sentinel.replicas };
  const missing = (['data', 'sentinel'] as const).flatMap((component) => {
    const pods = [...kube.pods.values()].filter((pod) => pod.component === component);
    const good = pods.filter(
      (pod) => pod.ordinal < wanted[component] && pod.terminatesSince === undefined && pod.podHash === kube.sets.get(component)?.podHash,
    );
    return pods.length === good.length && good.length === wanted[component] ? [] : [`${component} pods`];
  });
  const isRetiring =
    storage.whenScaled === 'Delete' && replicas > 0 && [...kube.claims.values()].some(({ ordinal }) => ordinal >= replicas);
  return [...missing, ...(isRetiring ? ['a volume that is to go'] : [])];
}

function leadershipMissing(world: World): readonly string[] {
  const cluster = clusterOf(world);
  const { servers, sentinels, now } = world.service;
  if (cluster.spec.replicas === 0) return [];
  const [master, second] = [...servers.values()].filter(isMaster);
  if (master === undefined || second !== undefined) return [master === undefined ? 'nobody leads' : 'two lead'];
  const strays = [...servers.values()].filter((server) => server !== master && !follows(server, master));
  const settings = stableHash(sentinelSettings(cluster));
  const doubters = [...sentinels.values()].filter(
    ({ watch }) =>
      watch?.masterHost !== master.host ||
      stableHash(watch.settings) !== settings ||
      watch.others.size + 1 !== cluster.spec.sentinel.replicas,
  );
  const mislabelled = [...world.kube.pods.values()].filter(
    ({ name, component, roleLabel }) => component === 'data' && roleLabel !== (name === master.pod ? 'master' : 'replica'),
  );
  return [
    ...strays.map(({ pod }) => `${pod} does not follow`),
    ...doubters.map(({ pod }) => `${pod} is not set to watch ${master.pod}`),
    ...mislabelled.map(({ name }) => `${name} has another label`),
    ...[...servers.values()].filter((server) => isServing(server) && server.state.priority !== 100).map(({ pod }) => `${pod} is favoured`),
    ...(master.state.pausedUntil > now ? ['writes are held back'] : []),
  ];
}

function follows(server: Server, master: Server & { state: Serving }): boolean {
  return isServing(server) && server.state.masterHost === master.host && server.state.link.state === 'up';
}

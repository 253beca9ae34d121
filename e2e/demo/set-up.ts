import { formatSeconds, formatTable } from '../src/format-table.ts';
import { installArguments, installChart } from '../src/install-chart.ts';
import { createNamespace } from '../src/namespace.ts';
import { listPods } from '../src/pod.ts';
import { prepareCluster } from '../src/prepare-cluster.ts';
import { awaitRedis, conditionOf, isAtRest } from '../src/redis-object.ts';
import { awaitServices } from '../src/redis-objects-of.ts';
import type { RunOptions } from '../src/run-options.ts';
import { openTestBed, type TestBed } from '../src/test-bed.ts';
import type { Screen } from './screen.ts';
import { kubectl, nameOption, type Stage, shop } from './stage.ts';

/** A cluster with the operators on it, and an empty namespace. */
export async function setUp(screen: Screen, { cluster: choice }: RunOptions, signal: AbortSignal): Promise<TestBed> {
  const isOwn = choice.kubeconfigPath === undefined;
  screen.step(isOwn ? 'A Kubernetes cluster on this machine: three nodes in three zones' : 'The Kubernetes cluster that you named');
  if (isOwn) screen.command(`npm run cluster -- up${nameOption(choice)}`);
  const { cluster, chartSettings } = await prepareCluster(choice, screen.progress, signal, ['redis']);
  const bed = openTestBed(choice, screen.progress);

  screen.step('The operators, installed with Helm');
  const args = installArguments(chartSettings);
  screen.command(`helm ${args.join(' ')}`);
  await screen.progress('two operators: one leads, one stands by', () => installChart(cluster, args));
  await screen.progress(`an empty namespace "${shop.namespace}"`, () => createNamespace(bed, shop.namespace));
  return bed;
}

/** From a file of ten lines to a cluster that serves. */
export async function orderRedis({ screen, bed }: Stage): Promise<void> {
  screen.step('A Redis for the shop: one master, two replicas, three sentinels');
  const startMs = performance.now();
  await kubectl(screen, bed.cluster, ['apply', '--namespace', shop.namespace, '--filename', 'examples/redis.yaml']);
  await awaitRedis(
    bed,
    shop,
    (found) => {
      const { status = 'Unknown', message = 'nobody has looked at it yet' } = conditionOf(found, 'Ready') ?? {};
      screen.live(`${formatSeconds(performance.now() - startMs, 1)}  Ready=${status}  ${message.slice(0, 90)}`);
      return isAtRest(found);
    },
    { what: `${shop.name} to be ready`, timeoutMs: 180_000 },
  );
  await awaitServices(bed, shop);
  screen.say(`ready after ${formatSeconds(performance.now() - startMs, 1)}`);
  screen.say((await kubectl(screen, bed.cluster, ['get', 'dataservices', '--namespace', shop.namespace])).trimEnd());
  await showPods({ screen, bed });
}

/** Who does what, and where. */
export async function showPods({ screen, bed }: Stage): Promise<void> {
  const zones = new Map((await bed.cluster.status()).nodes.map(({ name, zone }) => [name, zone]));
  const pods = await listPods(bed.kube, shop.namespace, `app.kubernetes.io/instance=${shop.name}`);
  const rows = pods.map(({ metadata, spec, status }) => {
    const { 'dataservices.dev/role': role, 'app.kubernetes.io/component': component = '' } = metadata.labels ?? {};
    const isReady = status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') ?? false;
    const node = spec.nodeName ?? '';
    return [
      metadata.name,
      component === 'sentinel' ? component : (role ?? '-'),
      isReady ? 'ready' : 'not ready',
      node,
      zones.get(node) ?? '',
    ];
  });
  screen.say(`\n${formatTable(['pod', 'role', 'state', 'node', 'zone'], rows)}`);
}

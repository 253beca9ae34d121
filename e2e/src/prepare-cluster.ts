import { type Cluster, openCluster, type Progress } from '../cluster/src/index.ts';
import { buildImages, imagesOf } from '../images/src/build-images.ts';
import type { Service } from '../images/src/recipe.ts';
import { awaitKinds } from './await-kinds.ts';
import type { ClusterChoice } from './cluster-choice.ts';
import { chosenServices } from './e2e-tier.ts';
import { installArguments, installChart } from './install-chart.ts';

/** Scenarios run a Prometheus in their own namespaces. */
const askedServers = { 'prometheus.allowedHosts[0]': '*.svc.cluster.local' } as const;

export type Prepared = { readonly cluster: Cluster; readonly chartSettings: Readonly<Record<string, string>> };

/**
 * Brings the chosen cluster up with our images on its nodes. A cluster that exists already pulls them from its registry, or has them.
 *
 * @param signal stops image builds
 * @param services whose images are needed; by default those of all that have scenarios
 * @returns with the chart's settings that belong to these images
 */
export async function prepareCluster(
  choice: ClusterChoice,
  progress: Progress,
  signal?: AbortSignal,
  services: readonly Service[] = chosenServices([]),
): Promise<Prepared> {
  const cluster = openCluster({ ...choice, progress });
  await cluster.up();
  if (choice.kubeconfigPath !== undefined) return { cluster, chartSettings: { ...imageSettings(choice), ...askedServers } };
  const images = await progress('images built', () => buildImages({ names: imagesOf(services), ...(signal && { signal }) }));
  await progress('images on all nodes', () => cluster.loadImages(images.map(({ archivePath }) => archivePath)));
  const operatorImage = images.find(({ name }) => name === 'operator')?.imageId ?? '';
  // The tag stays the same when the image is rebuilt; without this, helm would leave the old operator running. With its prefix
  // the value is text for helm, which takes a digest of digits alone for a number.
  const imageId = operatorImage.replace(':', '-').slice(0, 19);
  return { cluster, chartSettings: { ...imageSettings(choice), ...askedServers, 'podAnnotations.image-id': imageId } };
}

/** Where nodes have the image, nobody is asked for it: others may have one of this name. */
function imageSettings({ registry }: ClusterChoice): Prepared['chartSettings'] {
  const name = 'dataservices/operator';
  if (registry === undefined) return { 'image.repository': name, 'image.pullPolicy': 'Never' };
  return { 'image.repository': `${registry}/${name}`, 'image.pullPolicy': 'IfNotPresent' };
}

/** The same, and the operators installed. */
export async function prepareTestBed(...args: Parameters<typeof prepareCluster>): Promise<Cluster> {
  const [, progress] = args;
  const { cluster, chartSettings } = await prepareCluster(...args);
  await progress('operators installed', () => installChart(cluster, installArguments(chartSettings)));
  await progress('kinds known everywhere', () => awaitKinds(cluster));
  return cluster;
}

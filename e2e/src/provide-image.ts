import type { Cluster } from '../cluster/src/index.ts';
import { buildImages } from '../images/src/build-images.ts';
import type { ImageName } from '../images/src/recipe.ts';
import { choiceFromEnvironment } from './cluster-choice.ts';
import type { TestBed } from './test-bed.ts';

/** Gives the nodes an image that only some scenarios need. A cluster that exists already pulls it. */
export async function provideImage({ cluster }: TestBed, name: ImageName): Promise<void> {
  if (choiceFromEnvironment(process.env).kubeconfigPath === undefined) await loadImage(cluster, name);
}

/** Gives it to the nodes of a cluster of this machine. */
export async function loadImage(cluster: Cluster, name: ImageName): Promise<void> {
  const built = await buildImages({ names: [name] });
  await cluster.loadImages(built.map(({ archivePath }) => archivePath));
}

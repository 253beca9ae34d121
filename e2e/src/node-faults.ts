import type { TestBed } from './test-bed.ts';

/** A power cut of one node, and its end. Only where the cluster's provider can. */
export type PowerCut = { readonly heal: () => Promise<void> };

/** @throws Error where nodes cannot be broken */
export async function cutPower({ cluster }: TestBed, nodeName: string): Promise<PowerCut> {
  const { nodeFaults } = cluster;
  const number = Number(nodeName.match(/^node(\d+)$/)?.[1]);
  if (nodeFaults === undefined || Number.isNaN(number)) throw new Error(`${nodeName} of ${cluster.name} is not ours to break`);
  await nodeFaults.kill(number);
  return { heal: () => nodeFaults.heal(number) };
}

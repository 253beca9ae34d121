import { resources } from '@dataservices/kube';
import { expect } from 'vitest';
import { drainNode } from './drain-node.ts';
import { formatSeconds } from './format-table.ts';
import { awaitOperator, operatorPods } from './operator.ts';
import type { Pod } from './pod.ts';
import type { Scenario } from './scenario.ts';

export type Drained = {
  /** Pods that nobody may have left where they were. */
  readonly pods: () => Promise<readonly Pod[]>;
  readonly awaitRest: () => Promise<unknown>;
};

/** Of all nodes together: each waits until what ran on the one before is whole again. */
const promisedMs = 600_000;

/**
 * Drains every node, each as soon as the one before is empty. Nobody waits for what ran there to be back: what may go next is for the cluster to
 * say. Returns when the operators and the cluster are at rest, every pod is another one, and that took no longer than is promised.
 */
export async function drainEveryNode({ bed, figure }: Scenario, { pods, awaitRest }: Drained): Promise<void> {
  const uids = async () => (await pods()).map(({ metadata }) => metadata.uid);
  const [operators, before] = [(await operatorPods(bed)).length, await uids()];
  const nodes = (await bed.kube.list(resources.nodes)).items.map(({ metadata }) => metadata.name);
  const startMs = performance.now();
  for (const node of nodes) await drainNode(bed, node, 300);
  await awaitOperator(bed, operators);
  await awaitRest();
  const elapsedMs = performance.now() - startMs;
  figure('every node drained, until settled', formatSeconds(elapsedMs, 0), formatSeconds(promisedMs, 0));
  expect(elapsedMs).toBeLessThan(promisedMs);
  expect((await uids()).filter((uid) => before.includes(uid))).toEqual([]);
}

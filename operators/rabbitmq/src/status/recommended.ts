import type { ConditionInput } from '@dataservices/plan';
import type { Observed } from '../observed.ts';

/** Older ones run, and lack what scaling relies on. */
const oldestRecommendedMinor = 2;

/** Whether what is asked for is what one would choose; nothing waits for it. */
export function recommendedOf({ cluster }: Observed): ConditionInput {
  const { version, replicas } = cluster.spec;
  const common = { type: 'Recommended', observedGeneration: cluster.metadata.generation };
  if (Number(version.split('.')[1]) < oldestRecommendedMinor) {
    const message = `${version} keeps its data in a store that is gone from 4.3 on: go up one minor version at a time`;
    return { ...common, status: 'False', reason: 'OldVersion', message };
  }
  if (replicas > 0 && replicas % 2 === 0) {
    const message = `${replicas} nodes survive the loss of no more than ${replicas - 1} do: choose an odd number`;
    return { ...common, status: 'False', reason: 'EvenSize', message };
  }
  return { ...common, status: 'True', reason: 'Recommended', message: 'an odd number of nodes of a current version' };
}

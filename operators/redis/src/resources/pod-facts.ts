import type { V1Container } from '@kubernetes/client-node';
import type { PodFacts } from '../observed.ts';
import { restartConfigOf } from './restart-environment.ts';

export function podFactsOf(containers: readonly V1Container[]): PodFacts {
  const image = containers.find(({ name }) => name === 'redis')?.image;
  const restartConfig = restartConfigOf(containers);
  return { ...(image !== undefined && { image }), ...(restartConfig !== undefined && { restartConfig }) };
}

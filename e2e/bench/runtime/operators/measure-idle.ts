import { join } from 'node:path';
import { buildCrd, redisClusterKind } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import { bundle } from '../../../../tools/bundle.ts';
import { repository } from '../../../src/results-folder.ts';
import { type AtRest, measureAtRest } from './measure-at-rest.ts';
import { createNamespace, installKind } from './memcached-objects.ts';
import { type OperatorBench, operatorInput } from './operator-bench.ts';
import { withOperator } from './operator-process.ts';

const namespace = 'bench-idle';

/** The process that is shipped, with every operator and nothing to do. */
export async function measureIdle(bench: OperatorBench, seconds: number): Promise<AtRest> {
  await installKind(bench.kube, buildCrd(redisClusterKind), resources.redisClusters);
  await createNamespace(bench.kube, namespace);
  const file = join(bench.folder, 'operators.mjs');
  await bundle({ entry: join(repository, 'operators/all/src/main.ts'), file });
  const input = operatorInput({ ...bench, bundle: file }, namespace);
  return withOperator(input, (operator) => measureAtRest(bench.kube, operator, input, seconds));
}

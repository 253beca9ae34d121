import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { buildCrd, redisClusterKind } from '@dataservices/api';
import { bundle } from '../../../tools/bundle.ts';
import { repository } from '../../src/results-folder.ts';
import { spreadOf } from '../../src/statistics.ts';
import type { OperatorBench } from './measure-operator.ts';
import { startOperator } from './operator-process.ts';

export type IdleFigure = { readonly rssBytes: number };

const port = 18_090;
const crds = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  isNamespaced: false,
};

/** The process that is shipped, with every operator and nothing to do. */
export async function measureIdle({ kube, kubeconfig, folder }: OperatorBench, seconds: number): Promise<IdleFigure> {
  await kube.apply(crds, buildCrd(redisClusterKind), { fieldManager: 'bench' });
  const file = join(folder, 'operators.mjs');
  await bundle({ entry: join(repository, 'operators/all/src/main.ts'), file });
  const operator = await startOperator({ bundle: file, kubeconfig, port, logPath: join(folder, 'operators.log') });
  await delay(5_000);
  const samples: number[] = [];
  for (let second = 0; second < seconds / 2; second += 1) {
    await delay(1_000);
    samples.push(operator.rssBytes());
  }
  await operator.stop('SIGTERM');
  return { rssBytes: spreadOf(samples)?.median ?? Number.NaN };
}

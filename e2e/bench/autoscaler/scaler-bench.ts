import { join } from 'node:path';
import { autoScalerKind, buildCrd, kafkaClusterKind, rabbitmqClusterKind, redisClusterKind, zookeeperClusterKind } from '@dataservices/api';
import { connect, resources } from '@dataservices/kube';
import { bundle } from '../../../tools/bundle.ts';
import { startControlPlane } from '../../cluster/src/control-plane.ts';
import { repository } from '../../src/results-folder.ts';
import { installKind } from '../runtime/operators/memcached-objects.ts';
import { type OperatorBench, operatorInput } from '../runtime/operators/operator-bench.ts';
import type { OperatorInput } from '../runtime/operators/operator-process.ts';

const kinds = [
  [autoScalerKind, resources.autoScalers],
  [redisClusterKind, resources.redisClusters],
  [zookeeperClusterKind, resources.zookeeperClusters],
  [rabbitmqClusterKind, resources.rabbitmqClusters],
  [kafkaClusterKind, resources.kafkaClusters],
] as const;

/** The operator of AutoScalers alone, bundled, and a real API server on which nobody else does anything. Ended after `work`, however that ends. */
export async function withScalerBench<T>(folder: string, work: (bench: OperatorBench) => Promise<T>): Promise<T> {
  const { kubeconfigPath: kubeconfig, stop } = await startControlPlane({ folder });
  const kube = connect({ kubeconfig, userAgent: 'bench', rateLimit: 'none' });
  try {
    for (const [kind, resource] of kinds) await installKind(kube, buildCrd(kind), resource);
    const file = join(folder, 'autoscaler.mjs');
    await bundle({ entry: join(repository, 'operators/autoscaler/src/main.ts'), file });
    return await work({ kube, kubeconfig, bundle: file, folder });
  } finally {
    await kube.close();
    await stop();
  }
}

export type Asking = { readonly prometheusPort: number; readonly periodSeconds: number };

/** An operator for one namespace, that asks a server of this machine. */
export function scalerInput(bench: OperatorBench, namespace: string, { prometheusPort, periodSeconds }: Asking): OperatorInput {
  const variables = {
    PROMETHEUS_ADDRESS: `http://127.0.0.1:${prometheusPort}`,
    AUTOSCALER_SYNC_PERIOD_SECONDS: String(periodSeconds),
  };
  return { ...operatorInput(bench, namespace), variables };
}

import { join } from 'node:path';
import { resources } from '@dataservices/kube';
import type { Condition, StoredObject } from '@dataservices/plan';
import { expectAlive, startChild, stopChild } from '../../../cluster/src/child.ts';
import { logTail } from '../../../cluster/src/log-tail.ts';
import { waitUntil } from '../../../cluster/src/wait-until.ts';
import type { StepScene } from '../step-scaler.ts';

type Hpa = StoredObject & { readonly status?: { readonly conditions?: readonly Pick<Condition, 'type' | 'status'>[] } };

/** Runs the controller of HorizontalPodAutoscalers, and `work` once the one of this name knows its metric. That one is gone afterwards. */
export async function withHpa<T>({ bench, namespace, periodSeconds }: StepScene, name: string, work: () => Promise<T>): Promise<T> {
  const { kube, kubeconfig, folder } = bench;
  const manager = startChild(join(folder, namespace), 'kube-controller-manager', [
    `--kubeconfig=${kubeconfig}`,
    '--controllers=horizontal-pod-autoscaler-controller',
    `--horizontal-pod-autoscaler-sync-period=${periodSeconds}s`,
    '--leader-elect=false',
    '--secure-port=0',
  ]);
  try {
    await waitUntil(
      async () => {
        expectAlive([manager]);
        return isActive(await kube.get<Hpa>(resources.horizontalPodAutoscalers, { namespace, name }));
      },
      {
        what: 'the HorizontalPodAutoscaler to know its metric',
        timeoutMs: 60_000 + periodSeconds * 2_000,
        explain: () => logTail(manager.logPath),
      },
    );
    return await work();
  } finally {
    await stopChild(manager);
    await kube.delete(resources.horizontalPodAutoscalers, { namespace, name });
  }
}

function isActive(hpa: Hpa | undefined): boolean {
  return hpa?.status?.conditions?.some(({ type, status }) => type === 'ScalingActive' && status === 'True') === true;
}

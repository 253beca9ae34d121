import { join } from 'node:path';
import type { KubeClient } from '@dataservices/kube';
import type { OperatorInput } from './operator-process.ts';

/** What all measurements of operators use. */
export type OperatorBench = {
  readonly kube: KubeClient;
  readonly kubeconfig: string;
  /** Of the operator, one file. */
  readonly bundle: string;
  /** Where logs go. */
  readonly folder: string;
};

export function operatorInput({ bundle, kubeconfig, folder }: OperatorBench, namespace: string): OperatorInput {
  return { bundle, kubeconfig, namespace, logPath: join(folder, `${namespace}.log`) };
}

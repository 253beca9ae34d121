import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startControlPlane } from '../../../e2e/cluster/src/control-plane.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    readonly kubeconfigPath: string;
  }
}

/** Starts one etcd and one kube-apiserver for the whole run. Tests get the path: `inject('kubeconfigPath')`. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'dataservices-api-'));
  const controlPlane = await startControlPlane({ folder });
  project.provide('kubeconfigPath', controlPlane.kubeconfigPath);
  return async () => {
    await controlPlane.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { startSimulatedCluster } from '../../../e2e/cluster/src/index.ts';

const startTimeoutMs = 90_000;

/** Gives the tests of a file a cluster of their own whose nodes are simulated. @returns the path of its kubeconfig, once it is up */
export function useSimulatedCluster(): () => string {
  let path: string | undefined;
  let end = async () => {};

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dataservices-simulated-'));
    end = () => rm(folder, { recursive: true, force: true });
    const { kubeconfigPath, stop } = await startSimulatedCluster({ folder });
    path = kubeconfigPath;
    end = async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    };
  }, startTimeoutMs);

  afterAll(() => end());
  return () => {
    if (path === undefined) throw new Error('the simulated cluster is not up before the first test');
    return path;
  };
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, expect, test } from 'vitest';
import { binary, waitUntil } from '../../cluster/src/index.ts';
import { installArguments, installChart, isCutShort, runHelm } from '../../src/install-chart.ts';
import { type Installation, openInstallation } from '../../src/installation.ts';
import { repository } from '../../src/results-folder.ts';
import { useScenario } from '../../src/scenario.ts';

const { bed } = useScenario('install-cut-short');
const { cluster } = bed;

let installation: Installation | undefined;
afterAll(() => installation?.putBack(), 300_000);

/** Helm's own process is killed as soon as it has written down what it is at. */
async function cutShort(args: readonly string[]): Promise<void> {
  const selection = ['--kubeconfig', cluster.kubeconfigPath, ...(cluster.context === undefined ? [] : ['--kube-context', cluster.context])];
  const helm = spawn(binary('helm'), [...args, '--set', 'podAnnotations.cut=short', ...selection], { stdio: 'ignore', cwd: repository });
  const ended = once(helm, 'exit');
  try {
    await waitUntil(() => isCutShort(cluster), { what: 'an upgrade that has begun', timeoutMs: 30_000 });
  } finally {
    helm.kill('SIGKILL');
  }
  await ended;
}

test('an upgrade whose Helm was killed is begun anew', async () => {
  installation = await openInstallation(bed);
  const args = [...installArguments(), '--values', installation.valuesFile];
  await cutShort(args);
  await expect(runHelm(cluster, args)).rejects.toThrow('another operation');
  await installChart(cluster, args);
  expect(await isCutShort(cluster)).toBe(false);
}, 600_000);

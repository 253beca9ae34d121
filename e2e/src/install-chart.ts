import { join } from 'node:path';
import { binary, type Cluster, runCommand } from '../cluster/src/index.ts';
import { operator } from './operator.ts';
import { repository } from './results-folder.ts';

const installTimeoutMs = 180_000;

/**
 * Helm's arguments, as a user would type them in the repository's root.
 *
 * @param settings `--set` of the chart's values
 */
export function installArguments(settings: Readonly<Record<string, string>> = {}): readonly string[] {
  return [
    'upgrade',
    '--install',
    operator.release,
    'charts/dataservices',
    '--namespace',
    operator.namespace,
    '--create-namespace',
    '--wait',
    ...Object.entries(settings).flatMap(([key, value]) => ['--set', `${key}=${value}`]),
  ];
}

const changing: readonly (string | undefined)[] = ['install', 'upgrade', 'rollback', 'uninstall'];

/** Runs helm against this cluster; `--wait` makes it return when the operators are ready. */
export async function runHelm(cluster: Cluster, args: readonly string[]): Promise<string> {
  const { kubeconfigPath, context } = cluster;
  const selection = ['--kubeconfig', kubeconfigPath, ...(context === undefined ? [] : ['--kube-context', context])];
  const chart = join(repository, 'charts/dataservices');
  const absolute = args.map((argument) => (argument === 'charts/dataservices' ? chart : argument));
  const patience = changing.includes(args[0]) ? ['--timeout', '150s'] : [];
  return runCommand(binary('helm'), [...absolute, ...selection, ...patience], { timeoutMs: installTimeoutMs });
}

/**
 * Installs the operators, or changes them, on a cluster that is ours alone. Helm refuses that for ever where it was killed at it: what is left of such an
 * attempt is uninstalled first; custom resources, their definitions and the data stay.
 */
export async function installChart(cluster: Cluster, args: readonly string[]): Promise<void> {
  if (await isCutShort(cluster)) await runHelm(cluster, ['uninstall', operator.release, '--namespace', operator.namespace, '--wait']);
  await runHelm(cluster, args);
}

/** Whether Helm was ended while it installed or changed the release. */
export async function isCutShort(cluster: Cluster): Promise<boolean> {
  const pending = await runHelm(cluster, [
    'list',
    '--namespace',
    operator.namespace,
    '--pending',
    '--short',
    '--filter',
    `^${operator.release}$`,
  ]);
  return pending.trim() !== '';
}

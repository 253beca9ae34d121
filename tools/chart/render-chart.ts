import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { binariesFolder } from '../bootstrap/binaries-folder.mjs';

const chartsFolder = fileURLToPath(new URL('../../charts', import.meta.url));

export type ChartName = 'dataservices' | 'dataservices-instances';

/** A `helm` built without release flags takes itself for one of Kubernetes 1.20, which the chart refuses. */
const kubernetesVersion = '1.35.0';

/** Stands for the registry of whoever installs the operators. Nobody can own it: the domain is reserved (RFC 2606). */
export const placeholderRepository = 'registry.example.com/dataservices/operator';

export type RenderOptions = {
  /** Default: the operators. */
  readonly chart?: ChartName;
  readonly namespace: string;
  /** What they leave out is the default of the chart, and the placeholder where the operators' image has to be named. */
  readonly values: object;
  /** Of an API server that the chart may ask what there is. Omitted: it finds nothing. */
  readonly kubeconfigPath?: string;
};

/**
 * The manifests of a release named dataservices, as `helm template` gives them.
 *
 * @throws Error with helm's own words where a value is refused or a template fails
 */
export function renderChart({ chart = 'dataservices', namespace, values, kubeconfigPath }: RenderOptions): string {
  const args = [
    'template',
    'dataservices',
    join(chartsFolder, chart),
    '--namespace',
    namespace,
    '--kube-version',
    kubernetesVersion,
    '--values',
    '-',
    ...(kubeconfigPath === undefined ? [] : ['--dry-run=server', '--kubeconfig', kubeconfigPath]),
  ];
  return runHelm(args, JSON.stringify(chart === 'dataservices' ? withImage(values) : values));
}

function withImage(values: { readonly image?: object }): object {
  return { ...values, image: { repository: placeholderRepository, ...values.image } };
}

export type ReleaseOptions = {
  readonly chart: ChartName;
  readonly kubeconfig: string;
  readonly namespace: string;
  readonly values: object;
};

/** Installs or upgrades a release named dataservices, and waits for nothing. @throws Error with helm's own words where that fails */
export function upgradeRelease({ chart, kubeconfig, namespace, values }: ReleaseOptions): void {
  const whose = ['--kubeconfig', kubeconfig, '--namespace', namespace];
  runHelm(['upgrade', '--install', 'dataservices', join(chartsFolder, chart), ...whose, '--values', '-'], JSON.stringify(values));
}

/** What helm would say after the installation of a release named dataservices. Nothing is installed. */
export function renderNotes({ kubeconfig, namespace, values }: Omit<ReleaseOptions, 'chart'>): string {
  // Objects of the same names may be there, of somebody who was no release.
  const whose = ['--kubeconfig', kubeconfig, '--namespace', namespace, '--dry-run=server', '--take-ownership'];
  const said = runHelm(
    ['install', 'dataservices', join(chartsFolder, 'dataservices'), ...whose, '--values', '-'],
    JSON.stringify(withImage(values)),
  );
  return said.slice(said.indexOf('\nNOTES:'));
}

/** Takes the last upgrade back. @throws Error with helm's own words where that fails */
export function rollBackRelease({ kubeconfig, namespace }: Pick<ReleaseOptions, 'kubeconfig' | 'namespace'>): void {
  runHelm(['rollback', 'dataservices', '--kubeconfig', kubeconfig, '--namespace', namespace], '');
}

/** @throws Error with what helm found wrong */
export function lintChart(chart: ChartName = 'dataservices'): string {
  return runHelm(['lint', '--strict', '--kube-version', kubernetesVersion, join(chartsFolder, chart)], '');
}

function runHelm(args: readonly string[], input: string): string {
  const helm = join(binariesFolder(), 'helm');
  if (!existsSync(helm)) throw new Error('helm is not built yet: run "npm run generate" or "npm test", which builds it once');
  try {
    return execFileSync(helm, args, { input, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`helm ${args[0]}: ${stderr}${stdout}`, { cause: error });
  }
}

import { installManifestOf, installNamespace } from '../generate/install-manifest.ts';
import { renderChart } from './render-chart.ts';

/** The chart with its default values, for `kubectl apply -f`. */
export function renderInstallManifest(): string {
  return installManifestOf(withoutHelm(renderChart({ namespace: installNamespace, values: { crds: { install: false } } })));
}

/** Nothing may say that Helm manages what was applied without it. */
function withoutHelm(manifest: string): string {
  const marks = /^(# Source: |\s+helm\.sh\/chart: |\s+app\.kubernetes\.io\/managed-by: Helm$)/;
  const lines = manifest.split('\n').filter((line) => !marks.test(line));
  return lines.join('\n');
}

import { buildCrd, kinds } from '@dataservices/api';
import { toYaml } from '../generate/crds.ts';
import { renderChart } from './render-chart.ts';

const namespace = 'dataservices-system';

const namespaceObject = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: namespace, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
};

/** The chart with its default values, for `kubectl apply -f`. */
export function installManifest(): string {
  const definitions = kinds.map((kind) => toYaml(buildCrd(kind))).join('---\n');
  const chart = renderChart({ namespace, values: { crds: { install: false } } });
  return `# Rendered from charts/dataservices.\n${toYaml(namespaceObject)}---\n${definitions}${withoutHelm(chart)}`;
}

/** Nothing may say that Helm manages what was applied without it. */
function withoutHelm(manifest: string): string {
  const marks = /^(# Source: |\s+helm\.sh\/chart: |\s+app\.kubernetes\.io\/managed-by: Helm$)/;
  const lines = manifest.split('\n').filter((line) => !marks.test(line));
  return lines.join('\n');
}

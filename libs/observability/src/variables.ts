import type { Variable } from './dashboard.ts';
import { clusterLabel } from './labels.ts';

/**
 * Namespace and cluster, of those that have series of a metric.
 *
 * @param metric one that every cluster of the service has
 * @param matcher what distinguishes the service, where others have that metric too
 */
export function clusterVariables(metric: string, matcher?: string): readonly Variable[] {
  const selector = (...matchers: readonly string[]) => `${metric}{${[...matchers, ...(matcher === undefined ? [] : [matcher])].join(',')}}`;
  return [
    { name: 'namespace', label: 'Namespace', query: `label_values(${selector(`${clusterLabel}!=""`)}, namespace)` },
    { name: 'cluster', label: 'Cluster', query: `label_values(${selector('namespace="$namespace"')}, ${clusterLabel})` },
  ];
}

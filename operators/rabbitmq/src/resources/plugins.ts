import type { RabbitmqCluster } from '@dataservices/api';

/** The file of enabled plugins: the operator itself lives on the management API. */
export function enabledPlugins({ spec }: RabbitmqCluster): string {
  const plugins = ['rabbitmq_management', ...(spec.metrics.mode === 'Enabled' ? ['rabbitmq_prometheus'] : [])];
  return `[${plugins.join(',')}].\n`;
}

import type { RabbitmqCluster, RabbitmqPlugin } from '@dataservices/api';

/** Annotation of a pod: which plugins it is to have. A pod that changes is looked after by its kubelet at once, mounted files included. */
export const pluginsAnnotation = 'dataservices.dev/plugins';

/** A port that a plugin opens on every node. */
export type PluginPort = { readonly plugin: RabbitmqPlugin; readonly name: string; readonly plain: number; readonly encrypted: number };

export const pluginPorts: readonly PluginPort[] = [
  { plugin: 'rabbitmq_mqtt', name: 'mqtt', plain: 1883, encrypted: 8883 },
  { plugin: 'rabbitmq_web_mqtt', name: 'web-mqtt', plain: 15675, encrypted: 15676 },
  { plugin: 'rabbitmq_stomp', name: 'stomp', plain: 61613, encrypted: 61614 },
  { plugin: 'rabbitmq_web_stomp', name: 'web-stomp', plain: 15674, encrypted: 15673 },
  { plugin: 'rabbitmq_stream', name: 'stream', plain: 5552, encrypted: 5551 },
];

/** Every plugin that is asked for, sorted: the operator itself lives on the management API. Those that these need are not named. */
export function wantedPlugins({ spec }: Pick<RabbitmqCluster, 'spec'>): readonly string[] {
  const own = ['rabbitmq_management', ...(spec.metrics.mode === 'Enabled' ? ['rabbitmq_prometheus'] : [])];
  const moving = areQueuesMoved({ spec }) ? [shovelPlugin] : [];
  return [...new Set([...own, ...moving, ...spec.plugins])].toSorted();
}

/** Carries the messages of classic queues that move. */
export const shovelPlugin = 'rabbitmq_shovel';

/** Whether classic queues move where their node is to leave. */
export function areQueuesMoved({ spec }: Pick<RabbitmqCluster, 'spec'>): boolean {
  return spec.clustering.classicQueuesOnScaleIn === 'Migrate';
}

/** The file of enabled plugins. */
export function enabledPlugins(cluster: RabbitmqCluster): string {
  return `[${wantedPlugins(cluster).join(',')}].\n`;
}

/** On the Service, where clients are to find the plugins that are asked for. */
export function servicePortsOfPlugins({ spec }: RabbitmqCluster): readonly { readonly name: string; readonly port: number }[] {
  return pluginPorts
    .filter(({ plugin }) => spec.plugins.includes(plugin))
    .map(({ name, plain, encrypted }) => ({ name, port: spec.tls.mode === 'Enabled' ? encrypted : plain }));
}

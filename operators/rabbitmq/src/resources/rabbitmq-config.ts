import type { IntOrString, RabbitmqCluster } from '@dataservices/api';
import { parseQuantity } from '@dataservices/plan';
import { clientPorts } from '../names.ts';
import { tlsConfig } from './tls-config.ts';

type Entries = Readonly<Record<string, IntOrString>>;

const levels = { Debug: 'debug', Info: 'info', Warning: 'warning', Error: 'error' } as const;

const leastFreeBytes = 2_000_000_000;

/** The settings of rabbitmq.conf. Whom a node joins is no setting: see the start script. */
export function rabbitmqConfig(cluster: RabbitmqCluster): Entries {
  const { spec } = cluster;
  const memory = spec.resources?.limits?.memory;
  const memoryBytes = memory === undefined ? undefined : parseQuantity(memory);
  return {
    queue_leader_locator: 'balanced',
    ...diskLimit(spec.storage.size, Object.keys(spec.config)),
    ...spec.config,
    // Of all memory of the node's machine RabbitMQ would take its part otherwise, and be killed for it.
    ...(memoryBytes !== undefined && { total_memory_available_override_value: memoryBytes }),
    ...(spec.tls.mode === 'Enabled' ? tlsConfig(cluster) : plainConfig(cluster)),
    'log.console': 'true',
    'log.console.level': levels[spec.logging.level],
  };
}

/** Settings of which a change restarts every node: all but what follows from the size of the volumes, which grow while nodes run. */
export function restartConfig(cluster: RabbitmqCluster): Entries {
  const { spec } = cluster;
  const derived = Object.keys(diskLimit(spec.storage.size, Object.keys(spec.config)));
  return Object.fromEntries(Object.entries(rabbitmqConfig(cluster)).filter(([key]) => !derived.includes(key)));
}

function plainConfig(cluster: RabbitmqCluster): Entries {
  const ports = clientPorts(cluster);
  return {
    'listeners.tcp.default': ports.amqp,
    'management.tcp.port': ports.management,
    ...(cluster.spec.metrics.mode === 'Enabled' && { 'prometheus.tcp.port': ports.metrics }),
  };
}

/** Publishers are blocked when less than this is free: 2 GB, on small volumes a fifth. One that is full cannot even be emptied. */
function diskLimit(size: IntOrString, keys: readonly string[]): Entries {
  if (keys.some((key) => key.startsWith('disk_free_limit.'))) return {};
  const bytes = parseQuantity(size) ?? 0;
  return { 'disk_free_limit.absolute': Math.min(leastFreeBytes, Math.floor(bytes / 5)) };
}

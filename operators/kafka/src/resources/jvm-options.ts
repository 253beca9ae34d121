import type { KafkaCluster } from '@dataservices/api';
import { parseQuantity } from '@dataservices/plan';
import type { Role } from '../names.ts';

const mebibyte = 2 ** 20;
const defaultHeapMebibytes = { broker: 512, controller: 256 } as const satisfies Record<Role, number>;

/** Arguments of `java`, one a line, as its argument files have them. */
export function jvmOptions(cluster: KafkaCluster, role: Role): string {
  const heap = heapMebibytes(cluster, role);
  return [
    `-Xms${heap}m`,
    `-Xmx${heap}m`,
    // A server without memory that goes on half alive is worse than one that restarts.
    '-XX:+ExitOnOutOfMemoryError',
    '-XX:-UsePerfData',
    // Servers come back with other addresses.
    '-Dsun.net.inetaddr.ttl=5',
    '-Dsun.net.inetaddr.negative.ttl=1',
    '-Djava.awt.headless=true',
    '-Dlog4j2.configurationFile=/etc/dataservices/config/log4j2.properties',
    ...cluster.spec.jvm.extraOptions,
    '',
  ].join('\n');
}

/** The rest of the limit is for the page cache, threads, buffers of connections and the virtual machine itself. */
function heapMebibytes({ spec }: KafkaCluster, role: Role): number {
  const { limits } = (role === 'broker' ? spec.resources : spec.controllers.resources) ?? {};
  const bytes = limits?.memory === undefined ? undefined : parseQuantity(limits.memory);
  if (bytes === undefined) return defaultHeapMebibytes[role];
  return Math.max(64, Math.floor((bytes * spec.jvm.heapPercent) / 100 / mebibyte));
}

import type { ZookeeperCluster } from '@dataservices/api';
import { parseQuantity } from '@dataservices/plan';

const mebibyte = 2 ** 20;
const defaultHeapMebibytes = 512;

/** Arguments of `java`, one a line, as its argument files have them. */
export function jvmOptions(cluster: ZookeeperCluster): string {
  const heap = heapMebibytes(cluster);
  return [
    `-Xms${heap}m`,
    `-Xmx${heap}m`,
    // A member without memory that goes on half alive is worse than one that restarts.
    '-XX:+ExitOnOutOfMemoryError',
    '-XX:-UsePerfData',
    // Members come back with other addresses.
    '-Dsun.net.inetaddr.ttl=5',
    '-Dsun.net.inetaddr.negative.ttl=1',
    '-Dlogback.configurationFile=/etc/dataservices/config/logback.xml',
    '-Dzookeeper.jmx.log4j.disable=true',
    ...cluster.spec.jvm.extraOptions,
    '',
  ].join('\n');
}

/** The rest of the limit is for threads, buffers of connections and the virtual machine itself. */
function heapMebibytes({ spec }: ZookeeperCluster): number {
  const limit = spec.resources?.limits?.memory;
  const bytes = limit === undefined ? undefined : parseQuantity(limit);
  if (bytes === undefined) return defaultHeapMebibytes;
  return Math.max(16, Math.floor((bytes * spec.jvm.heapPercent) / 100 / mebibyte));
}

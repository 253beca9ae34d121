import { type ConfigMap, configMap, renderProperties } from '@dataservices/resources';
import type { Observed } from '../observed.ts';
import { jvmOptions } from './jvm-options.ts';
import { logbackConfig } from './logback-config.ts';
import { metadata } from './metadata.ts';
import { aliveScript, readyScript } from './probe-scripts.ts';
import { startScript } from './start-script.ts';
import { zookeeperConfig } from './zookeeper-config.ts';

export function zookeeperConfigMap(observed: Observed): ConfigMap {
  const { cluster, names } = observed;
  return configMap(metadata(observed, names.config), {
    'zoo.cfg': renderProperties(zookeeperConfig(cluster)),
    'jvm.options': jvmOptions(cluster),
    'logback.xml': logbackConfig(cluster),
    'start-zookeeper.sh': startScript,
    'zookeeper-ready.sh': readyScript,
    'zookeeper-alive.sh': aliveScript,
  });
}

import { type ConfigMap, configMap, renderProperties } from '@dataservices/resources';
import type { Observed } from '../observed.ts';
import { exporterConfig } from './exporter-config.ts';
import { jvmOptions } from './jvm-options.ts';
import { wholeConfig } from './kafka-config.ts';
import { logConfig } from './log-config.ts';
import { metadata } from './metadata.ts';
import { aliveScript, readyScript } from './probe-scripts.ts';
import { startScript } from './start-script.ts';

export function kafkaConfigMap(observed: Observed): ConfigMap {
  const { cluster, names } = observed;
  return configMap(metadata(observed, names.config), {
    'broker.properties': renderProperties(wholeConfig(observed, 'broker')),
    'broker-jvm.options': jvmOptions(cluster, 'broker'),
    'controller.properties': renderProperties(wholeConfig(observed, 'controller')),
    'controller-jvm.options': jvmOptions(cluster, 'controller'),
    'log4j2.properties': logConfig(cluster),
    'exporter.yaml': exporterConfig,
    'start-kafka.sh': startScript,
    'kafka-ready.sh': readyScript,
    'kafka-alive.sh': aliveScript,
  });
}

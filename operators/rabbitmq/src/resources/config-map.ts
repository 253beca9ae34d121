import { type ConfigMap, configMap } from '@dataservices/resources';
import type { Observed } from '../observed.ts';
import { environmentScript } from './environment-script.ts';
import { metadata } from './metadata.ts';
import { enabledPlugins } from './plugins.ts';
import { aliveScript, preStopScript, readyScript } from './probe-scripts.ts';
import { rabbitmqConfig } from './rabbitmq-config.ts';
import { renderConfig } from './render-config.ts';
import { startScript } from './start-script.ts';
import { nodesTlsConfig } from './tls-config.ts';

export function rabbitmqConfigMap(observed: Observed): ConfigMap {
  const { cluster, names } = observed;
  return configMap(metadata(observed, names.config), {
    'rabbitmq.conf': renderConfig(rabbitmqConfig(cluster)),
    enabled_plugins: enabledPlugins(cluster),
    ...(cluster.spec.tls.mode === 'Enabled' && { 'nodes-tls.config': nodesTlsConfig }),
    'environment.sh': environmentScript,
    'start-rabbitmq.sh': startScript,
    'rabbitmq-ready.sh': readyScript,
    'rabbitmq-alive.sh': aliveScript,
    'rabbitmq-pre-stop.sh': preStopScript,
  });
}

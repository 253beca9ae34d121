import type { IntOrString, ZookeeperCluster } from '@dataservices/api';
import { ports } from '../membership.ts';

type Entries = Readonly<Record<string, IntOrString>>;

const keyStore = '/run/zookeeper/tls/keystore.pem';
const trustStore = '/run/zookeeper/tls/truststore.pem';

/** Clients verify members, and members each other. Both load other files as soon as the start script has put them there. */
const tlsConfig: Entries = {
  serverCnxnFactory: 'org.apache.zookeeper.server.NettyServerCnxnFactory',
  secureClientPort: ports.client,
  'client.certReload': 'true',
  'ssl.clientAuth': 'none',
  ...stores('ssl'),
  sslQuorum: 'true',
  sslQuorumReloadCertFiles: 'true',
  ...stores('ssl.quorum'),
};

function stores(prefix: string): Entries {
  return {
    [`${prefix}.keyStore.location`]: keyStore,
    [`${prefix}.keyStore.type`]: 'PEM',
    [`${prefix}.trustStore.location`]: trustStore,
    [`${prefix}.trustStore.type`]: 'PEM',
  };
}

/** Where the volume of the transaction log is, if it has one of its own. */
export const logFolder = '/log';

/** The settings of zoo.cfg. The membership and the digest of the operator's password are added by the start script. */
export function zookeeperConfig({ spec }: ZookeeperCluster): Entries {
  const { quorum, autopurge, metrics, adminServer } = spec;
  return {
    // Who looks for a leader asks the others again after twice as long each time, by default up to a minute: a whole ensemble that
    // starts with names that do not resolve yet would stand still for that long.
    'fastleader.maxNotificationInterval': 1000,
    // Without it nobody counts how long the virtual machine has stood still.
    'jvm.pause.monitor': 'true',
    ...spec.config,
    tickTime: quorum.tickTimeMilliseconds,
    initLimit: quorum.initLimitTicks,
    syncLimit: quorum.syncLimitTicks,
    dataDir: '/data/zookeeper',
    ...(spec.logStorage !== undefined && { dataLogDir: `${logFolder}/zookeeper` }),
    // An ensemble of one is an ensemble too, which others can join.
    standaloneEnabled: 'false',
    reconfigEnabled: 'true',
    // A server with no data does not take part in an election, unless it was told to found the ensemble.
    'db.autocreate': 'false',
    'admin.enableServer': adminServer === 'Local' ? 'true' : 'false',
    ...(adminServer === 'Local' && { 'admin.serverAddress': '127.0.0.1', 'admin.serverPort': 8080 }),
    '4lw.commands.whitelist': 'srvr,mntr,ruok,conf,cons',
    ...(spec.tls.mode === 'Enabled' && tlsConfig),
    'autopurge.snapRetainCount': autopurge.snapRetainCount,
    'autopurge.purgeInterval': autopurge.intervalHours,
    ...(metrics.mode === 'Enabled' && {
      'metricsProvider.className': 'org.apache.zookeeper.metrics.prometheus.PrometheusMetricsProvider',
      'metricsProvider.httpPort': ports.metrics,
      'metricsProvider.exportJvmInfo': 'true',
    }),
  };
}

import type { IntOrString, RabbitmqCluster } from '@dataservices/api';
import { clientPorts } from '../names.ts';
import { pluginPorts } from './plugins.ts';

type Entries = Readonly<Record<string, IntOrString>>;

/** Where the start script puts them: certificate and key in one file, so that no reader ever finds those of two certificates together. */
const keyStore = '/run/rabbitmq/tls/keystore.pem';
const trustStore = '/run/rabbitmq/tls/truststore.pem';

/** What probes ask, and people who forward a port to themselves: nobody else reaches it. */
const localPort = 15672;

/** Listeners with TLS, and none without it that another pod could reach. */
export function tlsConfig(cluster: RabbitmqCluster): Entries {
  const ports = clientPorts(cluster);
  return {
    'listeners.tcp': 'none',
    'listeners.ssl.default': ports.amqp,
    ...sslOptions('ssl_options'),
    'ssl_options.verify': 'verify_none',
    'ssl_options.fail_if_no_peer_cert': 'false',
    'management.tcp.ip': '127.0.0.1',
    'management.tcp.port': localPort,
    'management.ssl.port': ports.management,
    ...sslOptions('management.ssl'),
    ...(cluster.spec.metrics.mode === 'Enabled' && {
      'prometheus.tcp.ip': '127.0.0.1',
      'prometheus.ssl.port': ports.metrics,
      ...sslOptions('prometheus.ssl'),
    }),
    ...pluginsConfig,
  };
}

/** For whatever plugin is ever enabled: they read it when they start, which is without a restart of the node. */
const pluginsConfig: Entries = Object.assign(
  {},
  ...pluginPorts.map(({ name, encrypted }): Entries => {
    const prefix = name.replace('-', '_');
    return name.startsWith('web-')
      ? { [`${prefix}.tcp.ip`]: '127.0.0.1', [`${prefix}.ssl.port`]: encrypted, ...filesOf(`${prefix}.ssl`) }
      : { [`${prefix}.listeners.tcp`]: 'none', [`${prefix}.listeners.ssl.default`]: encrypted };
  }),
);

function sslOptions(prefix: string): Entries {
  return { ...filesOf(prefix), [`${prefix}.versions.1`]: 'tlsv1.3', [`${prefix}.versions.2`]: 'tlsv1.2' };
}

function filesOf(prefix: string): Entries {
  return { [`${prefix}.cacertfile`]: trustStore, [`${prefix}.certfile`]: keyStore, [`${prefix}.keyfile`]: keyStore };
}

/**
 * TLS among the nodes, and for the command line, as Erlang reads it. Each shows the other a certificate. Its name is not looked at, because
 * Erlang takes no * for a name here: whoever has a certificate by the authority, and the cookie, is a node.
 */
export const nodesTlsConfig = `[{server, [{cacertfile, "${trustStore}"}, {certfile, "${keyStore}"}, {keyfile, "${keyStore}"},
           {versions, ['tlsv1.3', 'tlsv1.2']}, {verify, verify_peer}, {fail_if_no_peer_cert, true}]},
 {client, [{cacertfile, "${trustStore}"}, {certfile, "${keyStore}"}, {keyfile, "${keyStore}"},
           {versions, ['tlsv1.3', 'tlsv1.2']}, {verify, verify_peer}, {server_name_indication, disable}]}].
`;

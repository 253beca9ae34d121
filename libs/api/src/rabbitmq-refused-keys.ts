import type { RefusedKeys } from './config.ts';

/** Keys of rabbitmq.conf that spec.config does not take. */
export const rabbitmqRefusedKeys: readonly RefusedKeys[] = [
  {
    keys: ['cluster_formation.*', 'cluster_partition_handling*', 'cluster_name', 'cluster_keepalive_interval', 'cluster_nodes*'],
    remedy: 'the operator decides who is a node of the cluster; set spec.replicas',
  },
  {
    keys: [
      'mqtt.listeners.*',
      'stomp.listeners.*',
      'stream.listeners.*',
      'web_mqtt.tcp.*',
      'web_mqtt.ssl.*',
      'web_stomp.tcp.*',
      'web_stomp.ssl.*',
      'listeners.*',
      'tcp_listen_options.linger*',
      'num_acceptors.*',
      'proxy_protocol',
      'distribution.*',
    ],
    remedy: 'the operator decides where RabbitMQ listens; set spec.service to change how clients reach it',
  },
  {
    keys: ['ssl_*', 'ssl_options.*', 'log.syslog.*', 'auth_backends.*', 'auth_mechanisms.*', 'auth_ldap.*', 'auth_oauth2.*', 'auth_http.*'],
    remedy: 'TLS and further ways to log in cannot be set by hand',
  },
  {
    keys: ['default_user*', 'default_pass', 'default_vhost', 'default_permissions.*', 'default_users.*', 'anonymous_*', 'loopback_users*'],
    remedy: 'users and passwords come from spec.auth',
  },
  {
    keys: ['management.*', 'management_agent.*', 'prometheus.*'],
    remedy: 'the operator relies on the management API and on the metrics as they are; set spec.metrics',
  },
  {
    keys: ['load_definitions', 'definitions.*'],
    remedy:
      'definitions that are loaded at every start would take back what was changed meanwhile; set spec.definitions, which are loaded once',
  },
  {
    keys: ['log.*'],
    remedy: 'set spec.logging.level; the log goes to the standard output, where kubectl logs reads it',
  },
  {
    keys: ['total_memory_available_override_value'],
    remedy: 'set spec.resources.limits.memory, and vm_memory_high_watermark.relative for the part of it that may be used',
  },
  {
    keys: ['quorum_queue.continuous_membership_reconciliation.*'],
    remedy: 'the operator sees to the members of quorum queues; set spec.clustering.quorumQueueGroupSize',
  },
  {
    keys: ['raft.data_dir', 'message_store_shutdown_timeout', 'motd_file', 'product.*', 'erlang.*', 'shutdown.*'],
    remedy: 'the operator places the files, and starts and stops the process; remove the key',
  },
];

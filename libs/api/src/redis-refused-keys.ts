import type { RefusedKeys } from './config.ts';

/** Keys of redis.conf, its old spellings included, that spec.config does not take. */
export const redisRefusedKeys: readonly RefusedKeys[] = [
  {
    keys: ['appendonly', 'appendfsync'],
    remedy: 'set spec.durability.appendOnly',
  },
  {
    keys: ['min-replicas-to-write', 'min-slaves-to-write'],
    remedy: 'set spec.durability.minReplicasToWrite',
  },
  {
    keys: ['min-replicas-max-lag', 'min-slaves-max-lag'],
    remedy: 'set spec.durability.minReplicasMaxLagSeconds',
  },
  {
    keys: ['user', 'requirepass', 'masterauth', 'masteruser', 'primaryauth', 'primaryuser', 'aclfile', 'acl-pubsub-default'],
    remedy: 'users and passwords come from spec.auth',
  },
  {
    keys: ['loglevel'],
    remedy: 'set spec.logging.level',
  },
  {
    keys: ['logfile', 'syslog-*', 'crash-log-enabled'],
    remedy: 'the log goes to the standard output, where kubectl logs reads it',
  },
  {
    keys: ['dir', 'dbfilename', 'appendfilename', 'appenddirname', 'rdb-del-sync-files'],
    remedy: 'the operator places the files on the volume of spec.storage',
  },
  {
    keys: [
      'replicaof',
      'slaveof',
      'replica-announce-*',
      'replica-announced',
      'slave-announce-*',
      'replica-priority',
      'slave-priority',
      'replica-read-only',
      'slave-read-only',
      'cluster-*',
      'sentinel',
    ],
    remedy: 'the operator and Sentinel decide who replicates whom',
  },
  {
    keys: [
      'port',
      'bind',
      'bind-source-addr',
      'unixsocket',
      'unixsocketperm',
      'unixsocketgroup',
      'rdma-*',
      'protected-mode',
      'socket-mark-id',
    ],
    remedy: 'the operator decides where Redis listens; set spec.service to change how clients reach it',
  },
  {
    keys: ['tls-*'],
    remedy: 'the operator sets up TLS; set spec.tls',
  },
  {
    keys: [
      'daemonize',
      'shutdown-on-sigint',
      'shutdown-on-sigterm',
      'supervised',
      'pidfile',
      'always-show-logo',
      'set-proc-title',
      'proc-title-template',
      'oom-score-adj',
      'oom-score-adj-values',
    ],
    remedy: 'the container runs the process; remove the key',
  },
  {
    keys: ['loadmodule', 'enable-*', 'rename-command', 'include', 'notification-script', 'client-reconfig-script', 'module'],
    remedy: 'it would let whoever writes this object run other code in the pod; build an image of your own if a module is needed',
  },
];

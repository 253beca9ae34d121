import type { RefusedKeys } from './config.ts';

/** Keys of zoo.cfg that spec.config does not take. ZooKeeper makes a Java property `zookeeper.<key>` of every key that it does not know. */
export const zookeeperRefusedKeys: readonly RefusedKeys[] = [
  {
    keys: ['tickTime', 'initLimit', 'syncLimit', 'connectToLearnerMasterLimit'],
    remedy: 'set spec.quorum',
  },
  {
    keys: ['autopurge.*'],
    remedy: 'set spec.autopurge',
  },
  {
    keys: ['server.*', 'group.*', 'weight.*', 'dynamicConfigFile', 'peerType', 'reconfigEnabled', 'standaloneEnabled', 'electionAlg'],
    remedy: 'the operator decides who is a member, and who votes; set spec.replicas and spec.quorum.maxVoters',
  },
  {
    keys: ['dataDir', 'dataLogDir', 'db.autocreate', 'snapshot.trust.empty', 'myid'],
    remedy: 'the operator places the files on the volumes of spec.storage and spec.logStorage, and says whose data may be empty',
  },
  {
    keys: ['forceSync', 'skipACL', 'unsafe.*'],
    remedy: 'writes that were acknowledged could be lost, or everybody could read and write everything',
  },
  {
    keys: [
      'clientPort',
      'clientPortAddress',
      'secureClientPort',
      'secureClientPortAddress',
      'serverCnxnFactory',
      'quorumListenOnAllIPs',
      'multiAddress.*',
      'portUnification',
      'client.*',
    ],
    remedy: 'the operator decides where ZooKeeper listens; set spec.service to change how clients reach it',
  },
  {
    keys: [
      'ssl.*',
      'sslQuorum',
      'sslQuorumReloadCertFiles',
      'fips.*',
      'quorum.*',
      'authProvider*',
      'enforce.*',
      'sessionRequireClientSASLAuth',
    ],
    remedy: 'set spec.tls and spec.users: the operator decides how connections are encrypted and who clients are',
  },
  {
    keys: ['DigestAuthenticationProvider.*', 'X509AuthenticationProvider.*', 'kerberos.*', 'superUser', 'allowSaslFailedClients'],
    remedy: 'only the operator may change the membership',
  },
  {
    keys: ['admin.*', '4lw.*'],
    remedy: 'what can be asked without authentication is fixed: srvr, mntr, ruok, conf and cons; set spec.adminServer for the AdminServer',
  },
  {
    keys: ['metricsProvider.*'],
    remedy: 'set spec.metrics',
  },
];

import { createPatience } from '@dataservices/reconcile';
import { describeAcls } from './acls-of.ts';
import { openAsker } from './asker.ts';
import { createAcls, deleteAcls } from './calls/acls.ts';
import { createTopics, deleteTopics } from './calls/change-topics.ts';
import { addVoter, removeVoter } from './calls/change-voters.ts';
import { describeCluster } from './calls/describe-cluster.ts';
import { describeLogDirs } from './calls/describe-log-dirs.ts';
import { describeQuorum } from './calls/describe-quorum.ts';
import { electPreferredLeaders } from './calls/elect-leaders.ts';
import { listPartitions } from './calls/list-partitions.ts';
import { alterQuotas, describeQuotas } from './calls/quotas.ts';
import { alterReassignments, listReassignments } from './calls/reassignments.ts';
import { alterScramUsers, describeScramUsers } from './calls/scram-users.ts';
import { unregisterBroker } from './calls/unregister-broker.ts';
import { updateFeature } from './calls/update-feature.ts';
import { alterConfigs, describeConfigs } from './configs-of.ts';
import { listGroupLags } from './group-lags-of.ts';
import type { KafkaAccess } from './kafka-access.ts';
import { openNodes } from './nodes.ts';
import { observeNode } from './observe-node.ts';
import type { KafkaAdmin } from './port.ts';

/**
 * Kafka over the network. Connections are made when they are needed, once for each node, and live until `close`:
 *
 *     const admin = connectKafka({ brokers: [{ nodeId: 0, pod: 'cart-kafka-0', ip: '10.0.0.7', port: 9091 }], patience });
 *     try { await admin.describeCluster(); } finally { await admin.close(); }
 */
export function connectKafka(access: KafkaAccess): KafkaAdmin {
  const patience = access.patience ?? createPatience();
  const nodes = openNodes(access, patience);
  const asker = openAsker(access, nodes);
  const { any, current } = asker;
  return {
    observeNode: (target, options) => observeNode(nodes, target, options, access.tls),
    describeCluster: (options) => current(options, describeCluster),
    describeQuorum: (options) => asker.quorum(options, describeQuorum),
    addVoter: (voter, options) => asker.once(options, (ask, limitMs) => addVoter(ask, voter, limitMs)),
    removeVoter: (voter, options) => asker.once(options, (ask) => removeVoter(ask, voter)),
    unregisterBroker: (id, options) => any(options, (ask) => unregisterBroker(ask, id)),
    listPartitions: (options) => current(options, listPartitions),
    createTopics: (topics, options) => asker.once(options, (ask, limitMs) => createTopics(ask, topics, limitMs)),
    deleteTopics: (topics, options) => any(options, (ask, limitMs) => deleteTopics(ask, topics, limitMs)),
    describeLogDirs: (brokerId, options) => asker.broker(brokerId, options, (ask) => describeLogDirs(ask, brokerId)),
    listReassignments: (options) => any(options, listReassignments),
    alterReassignments: (changes, options) => any(options, (ask, limitMs) => alterReassignments(ask, changes, limitMs)),
    electPreferredLeaders: (partitions, options) => any(options, (ask, limitMs) => electPreferredLeaders(ask, partitions, limitMs)),
    describeConfigs: (resources, options) => describeConfigs(asker, resources, options),
    alterConfigs: (changes, options) => alterConfigs(asker, changes, options),
    describeScramUsers: (options) => any(options, describeScramUsers),
    alterScramUsers: (changes, options) => any(options, (ask) => alterScramUsers(ask, changes)),
    describeAcls: (filter = {}, options) => describeAcls(asker, filter, options),
    createAcls: (entries, options) => any(options, (ask) => createAcls(ask, entries)),
    deleteAcls: (entries, options) => any(options, (ask) => deleteAcls(ask, entries)),
    describeQuotas: (entity, options) => current(options, (ask) => describeQuotas(ask, entity)),
    alterQuotas: (changes, options) => any(options, (ask) => alterQuotas(ask, changes)),
    updateFeature: (update, options) => any(options, (ask, limitMs) => updateFeature(ask, update, limitMs)),
    listGroupLags: (options) => listGroupLags(asker, options),
    close: async () => nodes.close(),
  };
}

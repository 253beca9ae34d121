import { KafkaAdminError } from '../client/kafka-admin-error.ts';
import type { KafkaAdmin } from '../client/port.ts';
import { levels, type Running, type SimulatedKafka } from './simulated-kafka.ts';
import { addAcls, alterQuotas, alterUsers, isSameEntity, noAccess, type SimulatedAccess, withoutAcls } from './simulated-kafka-access.ts';
import {
  addVoter,
  alterConfigs,
  alterReassignments,
  type Change,
  createTopic,
  deleteTopic,
  electPreferred,
  type PartialChange,
  removeVoter,
  unregisterBroker,
  updateFeature,
} from './simulated-kafka-changes.ts';
import { brokerViews, configView, logDirViews, partitionViews, quorumView, reassignmentViews } from './simulated-kafka-views.ts';

/** Where the simulated Kafka is kept, so that whoever keeps it can look on and let time pass. */
export type SimulatedWorld = { kafka: SimulatedKafka; running: Running; access?: SimulatedAccess; refusedUsers?: readonly string[] };

/** The operator's interface to it. Without a broker that runs, or a majority of the controllers, calls fail as real ones would. */
export function simulatedAdmin(world: SimulatedWorld): KafkaAdmin {
  const accessOf = () => world.access ?? noAccess;

  function kafkaOf(what: string): SimulatedKafka {
    if (world.running.brokers.length === 0) throw new KafkaAdminError('Unreachable', `${what}: no broker runs`);
    if (world.kafka.leaderId === undefined) throw new KafkaAdminError('Timeout', `${what}: there is no active controller`);
    return world.kafka;
  }

  function brokerOf(what: string, id: number): SimulatedKafka {
    if (!world.running.brokers.some((broker) => broker.id === id))
      throw new KafkaAdminError('Unreachable', `${what}: broker ${id} does not run`);
    return kafkaOf(what);
  }

  function change(what: string, next: Change): void {
    if ('error' in next) throw new KafkaAdminError('Refused', `${what}: ${next.error}`, { protocol: next.error });
    world.kafka = next;
  }

  function changePartly({ kafka, refusals }: PartialChange) {
    world.kafka = kafka;
    return refusals;
  }

  return {
    async observeNode({ nodeId }) {
      const isRunning = [...world.running.brokers, ...world.running.controllers].some(({ id }) => id === nodeId);
      if (!isRunning) return { state: 'unreachable', error: 'not reachable' };
      return { state: 'serving', supported: levels, finalized: world.kafka.features };
    },
    async describeCluster() {
      const kafka = kafkaOf('describing the cluster');
      return { clusterId: kafka.clusterId, brokers: brokerViews(kafka) };
    },
    async describeQuorum() {
      if (world.kafka.leaderId === undefined) throw new KafkaAdminError('Timeout', 'describing the quorum: there is no active controller');
      return quorumView(world.kafka, world.running);
    },
    addVoter: async (voter) => change('adding a voter', addVoter(world.kafka, { id: voter.id, directoryId: voter.directoryId })),
    removeVoter: async (voter) => change('removing a voter', removeVoter(world.kafka, voter)),
    unregisterBroker: async (id) => change('unregistering', unregisterBroker(kafkaOf('unregistering'), id)),
    listPartitions: async () => partitionViews(kafkaOf('listing partitions')),
    async createTopics(topics) {
      return topics.flatMap((topic) => {
        const next = createTopic(kafkaOf('creating topics'), topic);
        if ('error' in next) return { topic: topic.topic, error: next.error, message: '' };
        world.kafka = next;
        return [];
      });
    },
    async deleteTopics(topics) {
      world.kafka = topics.reduce(deleteTopic, kafkaOf('deleting topics'));
      return [];
    },
    describeLogDirs: async (id) => logDirViews(brokerOf('describing log directories', id), id),
    listReassignments: async () => reassignmentViews(kafkaOf('listing reassignments')),
    alterReassignments: async (changes) => changePartly(alterReassignments(kafkaOf('changing reassignments'), changes)),
    electPreferredLeaders: async (partitions) => changePartly(electPreferred(kafkaOf('electing leaders'), partitions)),
    async describeConfigs(resources, { keys } = {}) {
      return resources.flatMap((resource) => {
        const kafka = resource.type === 'broker' ? brokerOf('describing settings', Number(resource.name)) : kafkaOf('describing settings');
        return configView(kafka, resource, keys) ?? [];
      });
    },
    async alterConfigs(changes, { validateOnly = false } = {}) {
      for (const { type, name } of changes) if (type === 'broker') brokerOf('changing settings', Number(name));
      const before = kafkaOf('changing settings');
      change('changing settings', alterConfigs(before, changes));
      if (validateOnly) world.kafka = before;
    },
    describeScramUsers: async () => accessOf().users,
    async alterScramUsers(changes) {
      const refused = changes.find(({ user }) => world.refusedUsers?.includes(user));
      if (refused !== undefined)
        throw new KafkaAdminError('Refused', `the credentials of ${refused.user} are not acceptable`, {
          protocol: 'UNACCEPTABLE_CREDENTIAL',
        });
      world.access = alterUsers(accessOf(), changes);
    },
    describeAcls: async ({ principal } = {}) => accessOf().acls.filter((each) => principal === undefined || each.principal === principal),
    async createAcls(entries) {
      world.access = addAcls(accessOf(), entries);
    },
    async deleteAcls(entries) {
      world.access = withoutAcls(accessOf(), entries);
    },
    describeQuotas: async (entity) => accessOf().quotas.filter((each) => entity === undefined || isSameEntity(each.entity, entity)),
    async alterQuotas(changes) {
      world.access = alterQuotas(accessOf(), changes);
    },
    updateFeature: async ({ feature, level }) => change(`setting ${feature}`, updateFeature(kafkaOf('setting a feature'), feature, level)),
    // Nobody consumes anything.
    listGroupLags: async () => [],
    close: async () => {},
  };
}

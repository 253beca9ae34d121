import { isDeepStrictEqual } from 'node:util';
import type { KafkaCluster, KafkaClusterSpecInput, KafkaClusterStatus } from '@dataservices/api';
import { membersOf } from '@dataservices/members';
import type { Plan } from '@dataservices/plan';
import type { StatefulSet } from '@dataservices/resources';
import type { KafkaAction } from '../action.ts';
import { hostOf, nodeIdOf, type Role, setOf } from '../names.ts';
import type { KafkaMember, KafkaView, Observed } from '../observed.ts';
import { partitionKey } from '../observed.ts';
import { wantedCount } from '../plan/health.ts';
import { plan } from '../plan/plan.ts';
import { status } from '../status.ts';
import { kafkaCluster, names, observed, serving, unreachable } from './observed-builder.ts';
import { type Running, type SimulatedKafka, servingBrokers } from './simulated-kafka.ts';
import { brokerViews, partitionViews, quorumView, reassignmentViews } from './simulated-kafka-views.ts';
import type { Volume, WorldPod } from './world-parts.ts';
import { usersIn } from './world-users.ts';

/** Everything outside the operator's process. */
export type World = {
  readonly spec: KafkaClusterSpecInput;
  readonly annotations: Readonly<Record<string, string>>;
  readonly status: Partial<KafkaClusterStatus>;
  readonly sets: Readonly<Record<Role, StatefulSet | undefined>>;
  readonly pods: readonly WorldPod[];
  readonly volumes: readonly Volume[];
  readonly kafka: SimulatedKafka | undefined;
  /** Whom Kafka knows, by name. */
  readonly users: readonly string[];
  /** Identities that controllers' volumes were ever formatted with. */
  readonly directories: readonly string[];
  /** What went wrong for good, in a sentence. */
  readonly accident?: string;
  /** How many pods and volumes were ever made. */
  readonly made: number;
};

export const nothing: World = {
  spec: {},
  annotations: {},
  status: {},
  sets: { broker: undefined, controller: undefined },
  pods: [],
  volumes: [],
  kafka: undefined,
  users: [],
  directories: [],
  made: 0,
};

export type WorldAction = KafkaAction | { readonly kind: 'write-status'; readonly status: KafkaClusterStatus };

/** Servers that run: their pods are old enough, and their volumes formatted. */
export function runningIn({ pods, volumes }: World): Running {
  const alive = pods.filter(({ age }) => age > 1);
  const volumeOf = ({ role, ordinal }: WorldPod) => volumes.find((one) => one.role === role && one.ordinal === ordinal && one.isFormatted);
  const brokers = alive.filter((one) => one.role === 'broker' && volumeOf(one) !== undefined).map(({ ordinal }) => ({ id: ordinal }));
  const controllers = alive
    .filter(({ role }) => role === 'controller')
    .flatMap((one) => {
      const directoryId = volumeOf(one)?.directoryId;
      return directoryId === undefined ? [] : [{ id: nodeIdOf('controller', one.ordinal), directoryId }];
    });
  return { brokers, controllers };
}

const empty = observed({ cluster: kafkaCluster({ replicas: 0 }), kafka: undefined, quorum: undefined });
const parsed = new WeakMap<KafkaClusterSpecInput, KafkaCluster>();

/** Parsed once for each spec: a model is looked at thousands of times. */
function objectOf({ spec, status: stored, annotations }: World): KafkaCluster {
  const cluster = parsed.get(spec) ?? kafkaCluster(spec, {});
  parsed.set(spec, cluster);
  return { ...cluster, metadata: { ...cluster.metadata, annotations }, status: { ...cluster.status, ...stored } };
}

/** What the operator sees of it. */
export function observe(world: World): Observed {
  const cluster = objectOf(world);
  const running = runningIn(world);
  const claims = { broker: claimsIn(world, 'broker'), controller: claimsIn(world, 'controller') };
  const fresh = { clusterId: `cluster-${world.made}`, directoryIds: Array.from({ length: 9 }, (_, at) => `directory-${world.made}-${at}`) };
  const sets = (['broker', 'controller'] as const).flatMap((role) => {
    const set = world.sets[role];
    const stored = set && { ...set, metadata: { ...set.metadata, uid: `uid-${role}`, resourceVersion: '1' } };
    return stored === undefined ? [] : [[`StatefulSet/${setOf(names, role)}`, stored] as const];
  });
  const base: Observed = { ...empty, cluster, claims, fresh, objects: new Map(sets) };
  const memberList = (role: Role) => membersIn(world, base, running, role);
  const isAnswered = running.brokers.length > 0 && world.kafka?.leaderId !== undefined;
  const quorum = world.kafka?.leaderId === undefined ? undefined : quorumView(world.kafka, running);
  return {
    ...base,
    ...usersIn(world, cluster, isAnswered),
    brokers: memberList('broker'),
    controllers: memberList('controller'),
    quorum,
    kafka: world.kafka !== undefined && isAnswered ? viewOf(world.kafka) : undefined,
  };
}

function claimsIn({ volumes }: World, role: Role): readonly Volume[] {
  return volumes.filter((volume) => volume.role === role);
}

function membersIn(world: World, base: Observed, running: Running, role: Role): readonly KafkaMember[] {
  const set = setOf(names, role);
  const ids = (role === 'broker' ? running.brokers : running.controllers).map(({ id }) => id);
  const pods = world.pods.filter((one) => one.role === role);
  return membersOf({ set, replicas: wantedCount(base, role), pods, claims: base.claims[role] }).map((member) => {
    const { order, rack } = pods.find(({ name }) => name === member.name) ?? {};
    const nodeId = nodeIdOf(role, member.ordinal);
    return {
      ...member,
      role,
      nodeId,
      host: hostOf(names, role, member.ordinal),
      server: ids.includes(nodeId) ? serving : unreachable,
      ...(order !== undefined && { order }),
      ...(rack !== undefined && { rack }),
    };
  });
}

function viewOf(kafka: SimulatedKafka): KafkaView {
  const live = servingBrokers(kafka);
  return {
    clusterId: kafka.clusterId,
    registered: brokerViews(kafka),
    partitions: partitionViews(kafka),
    reassignments: reassignmentViews(kafka),
    topics: new Map(Object.entries(kafka.topicConfigs).map(([topic, configs]) => [topic, topicSettings(kafka, configs)])),
    brokerSettings: new Map(kafka.brokers.filter(({ id }) => live.includes(id)).map(({ id, configs }) => [id, configs])),
    clusterSettings: kafka.clusterConfigs,
    sizes: new Map(kafka.partitions.map((one) => [partitionKey(one), one.bytes])),
    arrived: new Map(),
  };
}

function topicSettings(kafka: SimulatedKafka, configs: Readonly<Record<string, string>>) {
  const key = 'min.insync.replicas';
  return {
    minIsr: Number(configs[key] ?? kafka.clusterConfigs[key] ?? 1),
    leaderThrottled: configs['leader.replication.throttled.replicas'] ?? '',
    followerThrottled: configs['follower.replication.throttled.replicas'] ?? '',
  };
}

/** The operator's pass: its plan, and the status that it writes afterwards. */
export function pass(given: Observed): Plan<WorldAction> {
  const decided = plan(given);
  const next = status(given, decided, { problems: [] });
  const actions: readonly WorldAction[] = decided.step?.actions ?? [];
  if (isDeepStrictEqual(next, given.cluster.status)) return decided;
  const { rule, reason } = decided.step ?? { rule: 'WriteStatus', reason: '' };
  return { ...decided, step: { rule, reason, actions: [...actions, { kind: 'write-status', status: next }] } };
}

import type { StoredObject } from '@dataservices/plan';
import { z } from 'zod';
import { commonSpecFields } from './common-spec.ts';
import { commonStatusFields } from './common-status.ts';
import { propertyKeys } from './config.ts';
import type { Frozen } from './frozen.ts';
import { keyedList } from './keyed-list.ts';
import { objectName } from './names.ts';
import { outsideIsNamed, serviceFromOutside } from './network-policy.ts';
import { rabbitmqPlugins } from './rabbitmq-plugins.ts';
import { rabbitmqRefusedKeys } from './rabbitmq-refused-keys.ts';
import { rabbitmqUser } from './rabbitmq-user.ts';
import { immutable, withRules } from './rule.ts';
import { toggle } from './toggle.ts';
import { knownUsers, usersOf } from './users.ts';

const auth = z.object({
  secretName: objectName()
    .describe(
      'Secret in the same namespace whose key password holds the password of the client user app. A changed password, or another Secret, takes effect without a restart: the servers take it first, then the binding shows it; connections that are open stay open, and the old password is refused from then on. Omitted: a generated Secret <name>-rabbitmq-auth.',
    )
    .exactOptional(),
});

const clustering = z.object({
  classicQueuesOnScaleIn: z
    .enum(['Block', 'Migrate', 'Discard'])
    .describe(
      'What becomes of durable classic queues whose node is to leave: they are on that node alone, and RabbitMQ deletes them with it. Block: the node stays, and the condition Settled names the queues. Migrate: each is emptied into a queue on a node that stays, deleted, declared there again under its name, with its bindings, and filled again; its consumers are cancelled once, and what is published in the moment when it is deleted can be lost although it was confirmed: stop its publishers first. The plugin rabbitmq_shovel is enabled for it. Discard: they are deleted with all their messages.',
    )
    .default('Block'),
  quorumQueueGroupSize: z
    .int32()
    .min(1)
    .max(15)
    .describe(
      'Members that a quorum queue is given, 1 to 15, as far as there are nodes. Members are added where a queue has fewer, such as after a node was lost or joined; none are taken away. A queue that was declared with x-quorum-initial-group-size, or has a policy target-group-size, keeps to that instead.',
    )
    .default(3),
  balanceMembers: toggle()
    .describe(
      'Enabled: after nodes have joined, quorum queues get members there and lose as many on the nodes that have most, a few queues at a time and each copied in full first, until all nodes have about as many. By itself a new node gets members of new queues alone, and leads nothing else. Nodes that join while it is Disabled get their share when it is Enabled again.',
    )
    .default('Enabled'),
  balanceLeaders: toggle()
    .describe('Enabled: after nodes have joined or restarted, the leaders of queues are spread over all nodes, once.')
    .default('Enabled'),
});

const connections = z.object({
  spreadAfterJoin: toggle()
    .describe(
      'Enabled: after nodes have joined, old connections on nodes that have more than their share are closed, a twentieth of all at a time and at most three quarters of them, none of them twice, so that clients that connect anew find the new nodes. By itself a new node gets connections of new clients alone.',
    )
    .default('Disabled'),
});

const definitions = withRules(
  z.object({
    secretName: objectName().describe('Secret in the same namespace with a key definitions.json.').exactOptional(),
    configMapName: objectName().describe('ConfigMap in the same namespace with a key definitions.json.').exactOptional(),
  }),
  [
    {
      cel: 'has(self.secretName) != has(self.configMapName)',
      message: 'definitions: name either a Secret or a ConfigMap',
      holds: ({ secretName, configMapName }) => (secretName === undefined) !== (configMapName === undefined),
    },
  ],
);

const metrics = z.object({
  mode: toggle()
    .describe('Enabled has every node serve its metrics for Prometheus on port 15692, with TLS on port 15691 instead.')
    .default('Enabled'),
});

const common = commonSpecFields({ defaultVersion: '4.3.6', configKeys: propertyKeys, refusedKeys: rabbitmqRefusedKeys });

const specObject = z.object({
  version: common.version,
  image: common.image,
  imagePullPolicy: common.imagePullPolicy,
  imagePullSecrets: common.imagePullSecrets,
  replicas: common.replicas,
  resources: common.resources,
  storage: common.storage,
  config: common.config,
  auth: auth.describe('How clients prove who they are.').prefault({}),
  users: usersOf(rabbitmqUser),
  tls: common.tls,
  metrics: metrics.describe('What is measured.').prefault({}),
  service: common.service,
  networkPolicy: common.networkPolicy,
  pod: common.pod,
  logging: common.logging,
  paused: common.paused,
  plugins: z
    .array(z.enum(rabbitmqPlugins))
    .max(32)
    .meta({ 'x-kubernetes-list-type': 'set' })
    .describe(
      'Further plugins, of those that come with RabbitMQ: they are enabled and disabled in the running nodes, without a restart. Ports that they open are on the Service. Management is always enabled, and metrics unless metrics.mode is Disabled.',
    )
    .default([]),
  definitions: definitions
    .describe('Definitions, as RabbitMQ exports them, that are loaded once, when the cluster is founded. Chosen at creation. Immutable.')
    .exactOptional(),
  connections: connections.describe('What becomes of connections when nodes join.').prefault({}),
  clustering: clustering.describe('What becomes of queues when nodes come and go.').prefault({}),
});

export const rabbitmqClusterSpec = withRules(specObject, [
  immutable('definitions', 'import others by the management API'),
  {
    cel: "!has(self.version) || self.version.matches('^4[.][0-3][.]')",
    message: 'version must be one of 4.0, 4.1, 4.2 and 4.3',
    field: 'version',
    holds: ({ version }) => /^4[.][0-3][.]/.test(version),
  },
  {
    cel: "!has(self.config) || self.config.all(k, !string(self.config[k]).contains('\\''))",
    message: "config: values must not contain ', which RabbitMQ's configuration file cannot express",
    field: 'config',
    holds: ({ config }) => Object.values(config).every((value) => !String(value).includes("'")),
  },
  outsideIsNamed(serviceFromOutside),
]);

const formation = z.object({
  origin: z
    .string()
    .max(64)
    .describe('Founded: there was no volume when this object was first looked at. Adopted: there were volumes, whose cluster goes on.'),
  formed: z
    .boolean()
    .describe('Whether a node has served. From then on no cluster is ever founded again: an empty node can only join.')
    .default(false),
  spreadOver: z
    .int32()
    .min(0)
    .max(1000)
    .describe('Number of nodes over which connections were spread last, where connections.spreadAfterJoin is Enabled.')
    .exactOptional(),
  membersOver: z
    .int32()
    .min(0)
    .max(1000)
    .describe('Number of nodes over which the members of quorum queues were spread last.')
    .exactOptional(),
  caughtUp: z.boolean().describe('Whether all members of quorum queues had caught up when they were asked last.').exactOptional(),
  cookieHash: z.string().max(64).describe('Stands for the Erlang cookie that the nodes run with.').exactOptional(),
  balancedFor: z.string().max(64).describe('Stands for the pods over which leaders of queues were spread last.').exactOptional(),
});

const memberMove = z.object({
  vhost: z.string().max(255).describe('Virtual host of the queue.'),
  queue: z.string().max(255).describe('Its name.'),
  from: z.string().max(253).describe('Pod of the node whose member goes when the new one has caught up.'),
  to: z.string().max(253).describe('Pod of the node that gets a member.'),
});

export const rabbitmqClusterStatus = z.object({
  ...commonStatusFields(),
  memberMoves: keyedList(memberMove, 16, ['vhost', 'queue'])
    .describe('Quorum queues whose members go to nodes that have joined, written down before anything is done.')
    .exactOptional(),
  users: knownUsers(),
  formation: formation.describe('Where the cluster comes from, written down before the first node starts.').exactOptional(),
});

export const rabbitmqClusterSchema = z.object({
  spec: rabbitmqClusterSpec.describe('What is asked for.').prefault({}),
  status: rabbitmqClusterStatus.describe('What the operator observed and does.').prefault({}),
});

export type RabbitmqClusterSpec = Frozen<z.output<typeof rabbitmqClusterSpec>>;
export type RabbitmqClusterStatus = Frozen<z.output<typeof rabbitmqClusterStatus>>;

/** What a user writes: everything optional. */
export type RabbitmqClusterSpecInput = Frozen<z.input<typeof rabbitmqClusterSpec>>;

export type RabbitmqCluster = StoredObject & {
  readonly metadata: { readonly namespace: string; readonly generation: number };
  readonly spec: RabbitmqClusterSpec;
  readonly status: RabbitmqClusterStatus;
};

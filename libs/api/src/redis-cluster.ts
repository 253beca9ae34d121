import type { StoredObject } from '@dataservices/plan';
import { z } from 'zod';
import { boundedMap } from './bounded-map.ts';
import { commonSpecFields } from './common-spec.ts';
import { commonStatusFields } from './common-status.ts';
import type { Frozen } from './frozen.ts';
import { outsideIsNamed, serviceFromOutside } from './network-policy.ts';
import { redisPermission } from './redis-permission.ts';
import { redisRefusedKeys } from './redis-refused-keys.ts';
import { resources } from './resources.ts';
import { immutable, withRules } from './rule.ts';
import { toggle } from './toggle.ts';
import { users } from './users.ts';

const sentinelObject = z.object({
  replicas: z
    .int32()
    .min(1)
    .max(15)
    .describe(
      'Number of sentinels, 1 to 15. They elect by majority: 3 survive the loss of one, 5 of two; an even number survives no more than the odd one below it. With 1 or 2, for development, nobody fails over while one is away. 0 is not possible, because without sentinels nobody would fail over.',
    )
    .default(3),
  quorum: z
    .int32()
    .min(1)
    .max(15)
    .describe('Sentinels that must agree that the master is down before one may ask for votes, at most replicas. Omitted: the majority.')
    .exactOptional(),
  downAfterMilliseconds: z
    .int32()
    .min(500)
    .max(600_000)
    .describe('Milliseconds of silence after which a sentinel holds the master to be down, 500 to 600000.')
    .default(5000),
  failoverTimeoutMilliseconds: z
    .int32()
    .min(1000)
    .max(3_600_000)
    .describe(
      'Milliseconds that one attempt to fail over may take, 1000 to 3600000; the next attempt at the same master comes after twice that time.',
    )
    .default(15_000),
  masterName: z
    .string()
    .min(1)
    .max(128)
    .regex(/^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/, 'must be letters, digits, -, _ and .')
    .describe('Name under which clients ask the sentinels for the master. Omitted: <namespace>-<name>. Immutable.')
    .exactOptional(),
  resources: resources.describe('CPU and memory of one sentinel. Omitted: none asked for, none limited.').exactOptional(),
});

const sentinel = withRules(sentinelObject, [
  {
    cel: '!has(self.quorum) || self.quorum <= self.replicas',
    message: 'quorum must be at most sentinel.replicas: lower it, or leave it out for the majority',
    field: 'quorum',
    holds: ({ quorum, replicas }) => quorum === undefined || quorum <= replicas,
  },
  immutable('masterName', 'clients and sentinels know the cluster by it; make a new cluster and move the data there'),
]);

const durability = z.object({
  minReplicasToWrite: z
    .int32()
    .min(0)
    .max(99)
    .describe(
      'Replicas that must be connected for the master to accept writes, 0 to 99. It applies from 3 replicas on, and never asks for more than replicas - 1; below that it is 0, so that the loss of one member does not stop writes.',
    )
    .default(1),
  minReplicasMaxLagSeconds: z
    .int32()
    .min(1)
    .max(3600)
    .describe('Seconds since its last sign of life after which a replica no longer counts for minReplicasToWrite, 1 to 3600.')
    .default(10),
  appendOnly: z
    .enum(['everysec', 'always', 'no'])
    .describe(
      'When the append-only file is forced to disk: everysec loses at most about 1 s of writes when all members lose power, always none but is slow; "no" (in quotes) keeps no such file, so that a restarted member starts from its last snapshot.',
    )
    .default('everysec'),
});

/** Users of the access control lists that the operator makes for itself. */
export const redisReservedUsers = ['default', 'app', 'operator', 'member', 'replication', 'sentinel', 'exporter'] as const;

const specObject = z.object({
  ...commonSpecFields({ defaultVersion: '8.0.2', refusedKeys: redisRefusedKeys }),
  users: users({
    permission: redisPermission,
    permissions:
      'What the user may do: rules of a Redis access control list, one each, in their order, in quotes; such as "+@read", "-@dangerous", "+xadd", "~cart:*", "%R~shared:*", "&events". Nothing is allowed that no rule allows. What the operator needs for itself is taken away at the end: of the category admin only role, lastsave, latency, slowlog and client|list can be given. At most 64.',
    reserved: redisReservedUsers,
  }),
  sentinel: sentinel.describe('The sentinels, which watch the master and elect another.').prefault({}),
  durability: durability.describe('How much must be safe before a write is acknowledged.').prefault({}),
  readOnlyService: toggle().describe('Enabled makes the Service <name>-redis-readonly, which selects the replicas.').default('Enabled'),
});

export const redisClusterSpec = withRules(specObject, [
  {
    cel: "!has(self.version) || int(self.version.split('.')[0]) >= 7",
    message: 'version must be 7.0.0 or later: older ones lack host names in Sentinel and selectors in access control lists',
    field: 'version',
    holds: ({ version }) => Number(version.split('.')[0]) >= 7,
  },
  outsideIsNamed(serviceFromOutside),
]);

const refusedConfig = z.object({
  settings: boundedMap(z.string().max(1024), 128).describe('What was tried in one server, all together.'),
  versions: z.string().max(256).describe('Of the servers that ran then. Another version is asked again.'),
  message: z.string().max(4096).describe("The fields, and the server's words."),
});

export const redisClusterStatus = z.object({
  ...commonStatusFields(),
  refusedConfig: refusedConfig
    .describe('Settings that a server refused. They are not asked for again while the spec holds the same.')
    .exactOptional(),
});

export const redisClusterSchema = z.object({
  spec: redisClusterSpec.describe('What is asked for.').prefault({}),
  status: redisClusterStatus.describe('What the operator observed and does.').prefault({}),
});

export type RedisClusterSpec = Frozen<z.output<typeof redisClusterSpec>>;
export type RedisClusterStatus = Frozen<z.output<typeof redisClusterStatus>>;

/** What a user writes: everything optional. */
export type RedisClusterSpecInput = Frozen<z.input<typeof redisClusterSpec>>;

export type RedisCluster = StoredObject & {
  readonly metadata: { readonly namespace: string; readonly generation: number };
  readonly spec: RedisClusterSpec;
  readonly status: RedisClusterStatus;
};

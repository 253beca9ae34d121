import { z } from 'zod';

/** Answers of the management API of RabbitMQ 4.3, as far as they are read. What may be absent on a node that has just started is optional. */

export const nodesAnswer = z.array(
  z.object({
    name: z.string(),
    running: z.boolean(),
    mem_alarm: z.boolean().optional(),
    disk_free_alarm: z.boolean().optional(),
    enabled_plugins: z.array(z.string()).optional(),
  }),
);

export const overviewAnswer = z.object({ rabbitmq_version: z.string(), node: z.string() });

export const listenersAnswer = z.object({
  node: z.string(),
  listeners: z.array(z.object({ node: z.string(), protocol: z.string() })),
});

/** Of the health checks: 200 where all is well, 503 where not. */
export const criticalAnswer = z.object({
  status: z.string(),
  queues: z.array(z.object({ readable_name: z.string() })).optional(),
});

const text = z.string().nullish();

export const queuesAnswer = z.array(
  z.object({
    vhost: z.string(),
    name: z.string(),
    type: z.string(),
    node: text,
    leader: text,
    members: z.array(z.string()).nullish(),
    online: z.array(z.string()).nullish(),
    durable: z.boolean().nullish(),
    exclusive: z.boolean().nullish(),
    messages: z.number().nullish(),
    arguments: z.record(z.string(), z.unknown()).nullish(),
    effective_policy_definition: z.record(z.string(), z.unknown()).nullish(),
  }),
);

/** Of a member that does not answer, fields are empty. */
const index = z.union([z.number(), z.string()]).transform((value) => (typeof value === 'number' ? value : -1));

export const quorumStatusAnswer = z.array(
  z.object({
    'Node Name': z.string(),
    'Raft State': z.string(),
    Membership: z.string(),
    'Last Written': index,
    'Commit Index': index,
  }),
);

/** What has just been opened or closed is there in part. */
export const connectionsAnswer = z.array(
  z.object({
    name: z.string(),
    node: z.string().optional(),
    connected_at: z.number().optional(),
    type: z.string().optional(),
  }),
);

export const usersAnswer = z.array(z.object({ name: z.string(), password_hash: z.string(), tags: z.array(z.string()) }));

export const permissionsAnswer = z.array(
  z.object({ user: z.string(), vhost: z.string(), configure: z.string(), write: z.string(), read: z.string() }),
);

export const featureFlagsAnswer = z.array(z.object({ name: z.string(), state: z.string(), stability: z.string() }));

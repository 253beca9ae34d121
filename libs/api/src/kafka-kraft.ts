import { z } from 'zod';
import { timestamp } from './common-status.ts';
import { keyedList } from './keyed-list.ts';

/** Kafka's own form of an identity: 16 bytes in base64. */
const kafkaUuid = () => z.string().max(64);

const nodeIds = (what: string) =>
  z
    .array(z.int32().min(0).max(9999))
    .max(256)
    .meta({ 'x-kubernetes-list-type': 'set' })
    .describe(`${what} By their numbers, at most 256.`)
    .exactOptional();

const bytes = (description: string) => z.int().min(0).max(Number.MAX_SAFE_INTEGER).meta({ format: 'int64' }).describe(description);

const moves = z.object({
  since: timestamp('When the first of them was begun.'),
  observedAt: timestamp('When the rest of this was observed; at most every ten seconds.'),
  partitionsLeft: z.int32().min(0).describe('Partitions that are not yet where they are to be, those on their way included.'),
  bytesLeft: bytes('What is still to be copied, in bytes.'),
  bytesPerSecond: bytes('How fast it was copied lately. Absent until that was seen.').exactOptional(),
  estimatedEnd: timestamp('When all of it is copied, if it goes on so fast. Absent where it stands still.').exactOptional(),
});

export const kraft = z.object({
  origin: z
    .string()
    .max(64)
    .describe('Founded: there was no volume when this object was first looked at. Adopted: there were volumes, whose cluster goes on.'),
  formed: z
    .boolean()
    .describe(
      'Whether most controllers have followed a leader, or a broker has served. From then on no cluster is ever founded again: an empty controller can only join.',
    )
    .default(false),
  founders: keyedList(
    z.object({
      id: z.int32().min(0).max(9999).describe('Number of the controller.'),
      directoryId: kafkaUuid().describe('Identity of its volume.'),
    }),
    16,
    ['id'],
  )
    .describe('The controllers with which the cluster is founded, at most 16. Of no meaning once it is formed.')
    .exactOptional(),
  spreadOver: nodeIds('Brokers over which partitions have been spread; one that is not among them has joined since.'),
  draining: nodeIds('Brokers that were begun to be emptied.'),
  moves: moves
    .describe('How far partitions have come that move for brokers that leave or have joined; absent where none is to.')
    .exactOptional(),
  dynamicConfig: z
    .array(z.string().max(63))
    .max(128)
    .meta({ 'x-kubernetes-list-type': 'set' })
    .describe('Settings of spec.config that the running brokers were given, at most 128.')
    .exactOptional(),
  restarted: keyedList(
    z.object({
      id: z.int32().min(0).max(9999).describe('Number of the broker.'),
      times: z.int32().min(1).max(1_000_000).describe('How often. Each time it is given twice as long to register.'),
    }),
    256,
    ['id'],
  )
    .describe('Brokers that were restarted because they ran and the cluster did not know them, at most 256, until it does.')
    .exactOptional(),
});

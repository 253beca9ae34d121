import { z } from 'zod';
import { objectName } from './names.ts';
import { resources } from './resources.ts';
import { immutable, withRules } from './rule.ts';
import { volumeSize } from './storage.ts';

const controllerStorage = withRules(
  z.object({
    size: volumeSize
      .describe("Size of each controller's volume, in bytes. A larger one makes every volume grow, as that of spec.storage.size.")
      .default('2Gi'),
    className: objectName()
      .describe("StorageClass of the controllers' volumes. Omitted: the cluster's default class at the time of creation. Immutable.")
      .exactOptional(),
  }),
  [immutable('className', 'make a new cluster and move the data there')],
);

/** The controllers of a KafkaCluster. */
export const kafkaControllers = withRules(
  z.object({
    replicas: z
      .int32()
      .min(1)
      .max(9)
      .describe(
        'Number of controllers, which keep the metadata and vote: 1, 3, 5, 7 or 9. May be changed at any time: controllers join and leave one after another. 1 survives no loss.',
      )
      .default(3),
    resources: resources.describe('CPU and memory of one controller. Omitted: none asked for, none limited.').exactOptional(),
    storage: controllerStorage
      .describe('Where the metadata is. Whether it is ephemeral, and what becomes of it later, spec.storage says.')
      .prefault({}),
  }),
  [
    {
      cel: '!has(self.replicas) || self.replicas % 2 == 1',
      message:
        'controllers.replicas must be odd, because an even number survives no more losses than the odd one below it: 1, 3, 5, 7 or 9',
      field: 'replicas',
      holds: ({ replicas }) => replicas % 2 === 1,
    },
  ],
);

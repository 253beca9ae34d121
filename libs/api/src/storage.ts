import { parseQuantity } from '@dataservices/plan';
import { z } from 'zod';
import { objectName } from './names.ts';
import { quantity } from './quantity.ts';
import { immutable, withRules } from './rule.ts';

const retention = z.enum(['Retain', 'Delete']);

/** Size of a volume. */
export const volumeSize = withRules(quantity(), [
  {
    cel: "quantity(string(self)).isGreaterThan(quantity('0'))",
    message: 'size must be above 0, such as 10Gi',
    holds: (value) => (parseQuantity(value) ?? 1) > 0,
  },
]);

const storageObject = z.object({
  size: volumeSize
    .describe(
      "Size of each member's volume, in bytes. A larger one makes every volume grow, without a restart, where its StorageClass has allowVolumeExpansion. Volumes never shrink: where less is asked for than they have, or where they cannot grow, the condition Stalled says so.",
    )
    .default('10Gi'),
  className: objectName()
    .describe("StorageClass of the volumes. Omitted: the cluster's default class at the time of creation. Immutable.")
    .exactOptional(),
  ephemeral: z
    .boolean()
    .describe("true: an emptyDir of this size instead of a volume; the member's data is gone with its pod. Immutable.")
    .default(false),
  whenDeleted: retention
    .describe(
      'What becomes of the volumes, and of the Secrets without which their data cannot be opened, when this object is deleted: Retain keeps them, Delete deletes them.',
    )
    .default('Retain'),
  whenScaled: retention
    .describe(
      'What becomes of the volume of a member that was scaled away: Retain keeps it, Delete deletes it once the member has left. A stop at 0 replicas keeps all volumes.',
    )
    .default('Retain'),
});

const newObject = 'make a new cluster and move the data there';

export const storage = withRules(storageObject, [
  immutable('className', newObject),
  immutable('ephemeral', newObject),
  {
    cel: '!self.ephemeral || !has(self.className)',
    message: 'className has no meaning for ephemeral storage: remove className or set ephemeral to false',
    field: 'className',
    holds: ({ ephemeral, className }) => !ephemeral || className === undefined,
  },
]);

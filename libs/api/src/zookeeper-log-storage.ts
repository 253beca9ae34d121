import { z } from 'zod';
import { objectName } from './names.ts';
import { type FieldRule, immutable, withRules } from './rule.ts';
import { volumeSize } from './storage.ts';

const newObject = 'make a new cluster and move the data there';

const logStorageObject = z.object({
  size: volumeSize
    .describe(
      "Size of each member's volume for the transaction log, in bytes. A larger one makes these volumes grow, as storage.size does for those of the data.",
    )
    .default('10Gi'),
  className: objectName()
    .describe("StorageClass of these volumes. Omitted: the cluster's default class at the time of creation. Immutable.")
    .exactOptional(),
});

export const logStorage = withRules(logStorageObject, [immutable('className', newObject)]);

type WithLogStorage = { readonly logStorage?: object; readonly storage: { readonly ephemeral: boolean } };

/** Where the transaction log is, only a new member can be told: what one has written would be lost with the place. */
export const logStorageRules: readonly FieldRule<WithLogStorage>[] = [
  {
    cel: 'has(self.logStorage) == has(oldSelf.logStorage)',
    message: `logStorage is chosen at creation and can be neither added nor taken away: ${newObject}`,
    field: 'logStorage',
  },
  {
    cel: '!has(self.logStorage) || !self.storage.ephemeral',
    message: 'logStorage has no meaning for ephemeral storage: remove logStorage or set storage.ephemeral to false',
    field: 'logStorage',
    holds: ({ logStorage: log, storage }) => log === undefined || !storage.ephemeral,
  },
];

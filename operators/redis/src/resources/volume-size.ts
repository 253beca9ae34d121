import { parseQuantity } from '@dataservices/plan';
import type { Observed } from '../observed.ts';

type WithClaims = {
  readonly spec?: {
    readonly volumeClaimTemplates?: readonly {
      readonly spec?: { readonly resources?: { readonly requests?: Readonly<Record<string, string>> } };
    }[];
  };
};

/** The size that the StatefulSet was made with, which it cannot change; for a new one, what is asked for. */
export function recordedSize({ cluster, names, objects }: Observed): string {
  const set = objects.get(`StatefulSet/${names.data}`) as WithClaims | undefined;
  return set?.spec?.volumeClaimTemplates?.[0]?.spec?.resources?.requests?.storage ?? String(cluster.spec.storage.size);
}

/** One sentence where another size is asked for than the volumes were made with. */
export function sizeDifference(observed: Observed): string | undefined {
  const recorded = recordedSize(observed);
  const { size, ephemeral } = observed.cluster.spec.storage;
  if (ephemeral || parseQuantity(recorded) === parseQuantity(size)) return undefined;
  return `spec.storage.size is ${size}, but the volumes were made with ${recorded}, and their size is not changed: set it back to ${recorded}`;
}

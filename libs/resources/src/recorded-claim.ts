import type { OwnerReference } from '@dataservices/plan';

type WithClaims = {
  readonly spec?: {
    readonly volumeClaimTemplates?: readonly {
      readonly metadata?: { readonly name?: string; readonly ownerReferences?: readonly OwnerReference[] };
      readonly spec?: { readonly resources?: { readonly requests?: Readonly<Record<string, string>> } };
    }[];
  };
};

/** What of a claim can be asked for otherwise later on. */
type Changing = { readonly size: string; readonly owners: readonly OwnerReference[] };

/**
 * What a StatefulSet was made with, which its claim template cannot change; for a new one, what is asked for. The claims themselves grow, and
 * get or lose their owner, after they were made.
 *
 * @param name of the template; by default that of the data
 */
export function recordedClaim(
  set: object | undefined,
  wanted: { readonly size: string | number; readonly owners: readonly OwnerReference[] },
  name = 'data',
): Changing {
  const templates = (set as WithClaims | undefined)?.spec?.volumeClaimTemplates ?? [];
  const template = templates.find(({ metadata }) => metadata?.name === name);
  if (template === undefined) return { size: String(wanted.size), owners: wanted.owners };
  const size = template.spec?.resources?.requests?.storage ?? String(wanted.size);
  return { size, owners: template.metadata?.ownerReferences ?? [] };
}

import type { StoredObject } from '@dataservices/plan';

type Budget = StoredObject & {
  readonly spec?: { readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> } };
  readonly status?: { readonly disruptionsAllowed?: number };
};

/** As the API server: a budget whose status was never computed allows nothing. */
export function isEvictionRefused(pod: StoredObject, budgets: readonly StoredObject[]): boolean {
  return (budgets as readonly Budget[]).some((budget) => {
    if (budget.metadata.namespace !== pod.metadata.namespace) return false;
    const wanted = Object.entries(budget.spec?.selector?.matchLabels ?? {});
    const isSelected = wanted.every(([key, value]) => pod.metadata.labels?.[key] === value);
    return isSelected && (budget.status?.disruptionsAllowed ?? 0) < 1;
  });
}

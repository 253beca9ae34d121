import { connect, type Kube, type Resource, resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { SharedCache } from '@dataservices/reconcile';
import { cacheDifference } from '../cache-difference.ts';
import { soakNamespaces, tierLabel } from './churn.ts';
import { Mirror } from './mirror.ts';
import { noteReport, type WatchTally } from './watch-tally.ts';

type Selection = { readonly resource: Resource; readonly namespaces?: readonly string[]; readonly labelSelector?: string };

const selections: readonly Selection[] = [
  { resource: resources.configMaps },
  { resource: resources.configMaps, namespaces: soakNamespaces, labelSelector: `${tierLabel}=hot` },
  { resource: resources.services, namespaces: soakNamespaces },
  { resource: resources.serviceAccounts },
];

export type WatchedOperatorOptions = { readonly kubeconfig: string; readonly watchSilenceMs: number; readonly tally: WatchTally };

/** A client with caches, as an operator has: of whole kinds, of single namespaces, and by label. */
export class WatchedOperator {
  readonly #kube: Kube;
  readonly #caches: readonly { readonly selection: Selection; readonly cache: SharedCache<StoredObject>; readonly mirror: Mirror }[];

  constructor({ kubeconfig, watchSilenceMs, tally }: WatchedOperatorOptions) {
    this.#kube = connect({
      kubeconfig,
      userAgent: 'soak/1.0',
      watchSilenceMs,
      requestTimeoutMs: 5000,
      onWatch: (_resource, report) => noteReport(tally, report),
    });
    this.#caches = selections.map((selection) => {
      const cache = new SharedCache<StoredObject>(selection);
      return { selection, cache, mirror: new Mirror(cache, tally) };
    });
    for (const { cache } of this.#caches) cache.start(this.#kube);
  }

  /** Where caches, or what their listeners heard, differ from what `live` lists now. */
  async differences(live: Kube): Promise<readonly string[]> {
    const found: string[] = [];
    for (const { selection, cache, mirror } of this.#caches) {
      if (!cache.hasSynced()) found.push(`${selection.resource.plural}: never listed`);
      const stored = await listSelection(live, selection);
      found.push(...cacheDifference(cache.list(), stored), ...cacheDifference(mirror.list(), stored));
    }
    return found;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#caches.map(({ cache }) => cache.stop()));
    await this.#kube.close();
  }
}

async function listSelection(kube: Kube, { resource, namespaces, labelSelector }: Selection): Promise<readonly StoredObject[]> {
  const selector = labelSelector === undefined ? {} : { labelSelector };
  const lists = (namespaces ?? [undefined]).map((namespace) =>
    kube.list<StoredObject>(resource, { ...selector, ...(namespace === undefined ? {} : { namespace }) }),
  );
  return (await Promise.all(lists)).flatMap(({ items }) => items);
}

import type { StoredObject } from '@dataservices/plan';
import { isKubeError } from './errors.ts';
import { collectionPath } from './paths.ts';
import type { ListOptions } from './port.ts';
import { apiVersionOf, type Resource } from './resource.ts';
import type { Transport } from './transport.ts';

export type ListResult<T> = { readonly items: readonly T[]; readonly resourceVersion: string };

type Page<T> = { readonly metadata: { readonly resourceVersion: string; readonly continue?: string }; readonly items: readonly T[] };

export const pageSize = 500;

/** Every object that matches, at one consistent version. */
export async function listAll<T extends StoredObject>(
  transport: Transport,
  resource: Resource,
  options: ListOptions = {},
): Promise<ListResult<T>> {
  try {
    return await listPages(transport, resource, options, pageSize);
  } catch (error) {
    // A slow reader can lose the snapshot between two pages. Then one big answer is the only consistent one.
    if (!isKubeError(error, 'Expired')) throw error;
    return listPages(transport, resource, options, undefined);
  }
}

async function listPages<T extends StoredObject>(
  transport: Transport,
  resource: Resource,
  options: ListOptions,
  limit: number | undefined,
): Promise<ListResult<T>> {
  const items: T[] = [];
  let token: string | undefined;
  for (;;) {
    const page: Page<T> = await transport.call<Page<T>>({
      method: 'GET',
      path: collectionPath(resource, options.namespace),
      query: { ...selectors(options), limit, continue: token },
      signal: options.signal,
    });
    // Items of a list come without kind and apiVersion, unlike those of a watch.
    for (const item of page.items ?? []) items.push({ ...item, apiVersion: apiVersionOf(resource), kind: resource.kind });
    token = page.metadata.continue === '' ? undefined : page.metadata.continue;
    if (token === undefined) return { items, resourceVersion: page.metadata.resourceVersion };
  }
}

export function selectors({ labelSelector, fieldSelector }: ListOptions): Readonly<Record<string, string | undefined>> {
  return { labelSelector, fieldSelector };
}

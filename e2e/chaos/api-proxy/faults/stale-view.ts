import type { ApiProxy } from '../api-proxy.ts';
import type { Asked } from '../asked.ts';
import type { Fault, Reply } from '../fault.ts';

export type StaleViewOptions = {
  /** Of the collection: `/api/v1/namespaces/a/pods`. */
  readonly path: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
};

/**
 * Records what a list answers now. While the fault is set, the same list answers it again, whatever has happened since, as a
 * server does that is behind the others; the watch that follows begins at that old version, too. To keep the view old, hold
 * the watches as well.
 *
 * @throws Error where the list cannot be read
 */
export async function recordView(proxy: Pick<ApiProxy, 'ask'>, options: StaleViewOptions): Promise<Fault> {
  const query = new URLSearchParams(selectorsOf(options));
  const body = await proxy.ask(query.size === 0 ? options.path : `${options.path}?${query}`);
  const reply: Reply = { status: 200, headers: { 'content-type': 'application/json' }, body };
  return { intercept: (asked) => (isSameList(asked, options) ? reply : undefined) };
}

function selectorsOf({ labelSelector, fieldSelector }: StaleViewOptions): Record<string, string> {
  return { ...(labelSelector === undefined ? {} : { labelSelector }), ...(fieldSelector === undefined ? {} : { fieldSelector }) };
}

function isSameList({ verb, path, query }: Asked, options: StaleViewOptions): boolean {
  const has = (name: 'labelSelector' | 'fieldSelector') => (query.get(name) ?? undefined) === options[name];
  return verb === 'list' && path === options.path && has('labelSelector') && has('fieldSelector');
}

import type { StoredObject } from '@dataservices/plan';
import { readJsonLines } from './json-lines.ts';
import { listAll, selectors } from './list.ts';
import { collectionPath } from './paths.ts';
import type { Kube, ListOptions, Watch, WatchEvent } from './port.ts';
import type { Resource } from './resource.ts';
import type { Transport } from './transport.ts';
import { startWatch, type WatchReport, type WatchSettings, type WatchSource } from './watch.ts';

export type WatchingOptions = WatchSettings & { readonly onWatch?: ((resource: Resource, report: WatchReport) => void) | undefined };

/** The watches of one client, to be stopped together. */
export function watching(transport: Transport, settings: WatchingOptions): Pick<Kube, 'watch'> & { stopAll(): Promise<void> } {
  const watches = new Set<Watch>();
  return {
    watch<T extends StoredObject>(resource: Resource, options: ListOptions, onEvent: (event: WatchEvent<T>) => void) {
      const source = watchSource<T>(transport, resource, options, (report) => settings.onWatch?.(resource, report));
      const watch = startWatch<T>(source, onEvent, settings);
      const stop = async () => {
        watches.delete(watch);
        await watch.stop();
      };
      watches.add(watch);
      return { ...watch, stop };
    },
    async stopAll() {
      await Promise.all([...watches].map((watch) => watch.stop()));
    },
  };
}

function watchSource<T extends StoredObject>(
  transport: Transport,
  resource: Resource,
  options: ListOptions,
  report: (report: WatchReport) => void,
): WatchSource<T> {
  const path = collectionPath(resource, options.namespace);
  return {
    name: path,
    report,
    list: (signal) => listAll<T>(transport, resource, { ...options, signal }),
    async open(resourceVersion, timeoutSeconds, signal) {
      const query = { ...selectors(options), watch: true, allowWatchBookmarks: true, resourceVersion, timeoutSeconds };
      return readJsonLines(await transport.stream({ method: 'GET', path, query, signal }));
    },
  };
}

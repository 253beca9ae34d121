import type { KubeObject, StoredObject } from '@dataservices/plan';
import { type CredentialOptions, loadCredentials } from './credentials.ts';
import { isKubeError, KubeError } from './errors.ts';
import { readJsonLines } from './json-lines.ts';
import { listAll, selectors } from './list.ts';
import { collectionPath, creationPath, objectPath } from './paths.ts';
import type { ApplyOptions, CallOptions, DeleteOptions, Kube, ListOptions, Ref, Watch, WatchEvent } from './port.ts';
import { type Resource, resources } from './resource.ts';
import { createTransport, type RequestReport, type Transport } from './transport.ts';
import { startWatch, type WatchReport } from './watch.ts';

export type ConnectOptions = CredentialOptions & {
  /** Also names the field manager of plain creates and updates, up to its first '/'. */
  readonly userAgent: string;
  /** For every call but watches, besides the caller's signal. Default 30 000. */
  readonly requestTimeoutMs?: number;
  readonly onRequest?: (report: RequestReport) => void;
  readonly onWatch?: (resource: Resource, report: WatchReport) => void;
};

export type KubeClient = Kube & {
  /** The server's address, to be shown before anything is done to it. */
  readonly server: string;
};

const mergePatchType = 'application/merge-patch+json';

/** Reads the credentials; nothing is sent yet. @throws Error where there are none */
export function connect(options: ConnectOptions): KubeClient {
  const credentials = loadCredentials(options);
  const { userAgent, requestTimeoutMs = 30_000, onRequest } = options;
  const transport = createTransport({ credentials, userAgent, requestTimeoutMs, onRequest });
  const watches = new Set<Watch>();
  return {
    server: credentials.server,
    ...reads(transport),
    ...writes(transport),
    ...removals(transport),
    watch<T extends StoredObject>(resource: Resource, watchOptions: ListOptions, onEvent: (event: WatchEvent<T>) => void) {
      const watch = followKind(transport, resource, watchOptions, onEvent, (report) => options.onWatch?.(resource, report));
      const stop = async () => {
        watches.delete(watch);
        await watch.stop();
      };
      watches.add(watch);
      return { ...watch, stop };
    },
    async close() {
      await Promise.all([...watches].map((watch) => watch.stop()));
      await transport.close();
    },
  };
}

function reads(transport: Transport): Pick<Kube, 'get' | 'list'> {
  return {
    async get<T extends StoredObject>(resource: Resource, ref: Ref, options: { signal?: AbortSignal } = {}) {
      try {
        return await transport.call<T>({ method: 'GET', path: objectPath(resource, ref), signal: options.signal });
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw error;
      }
    },
    list: (resource, options) => listAll(transport, resource, options),
  };
}

function writes(transport: Transport): Pick<Kube, 'create' | 'update' | 'apply' | 'applyStatus' | 'mergePatch'> {
  return {
    create: (resource, object, options) =>
      transport.call({
        method: 'POST',
        path: creationPath(resource, object.metadata.namespace),
        body: object,
        signal: options?.signal,
      }),
    update: (resource, object, options) =>
      transport.call({ method: 'PUT', path: objectPath(resource, object.metadata), body: object, signal: options?.signal }),
    apply: (resource, object, options) => serverSideApply(transport, objectPath(resource, object.metadata), object, options),
    applyStatus: (resource, object, options) =>
      serverSideApply(transport, objectPath(resource, object.metadata, 'status'), object, options),
    async mergePatch<T extends StoredObject>(resource: Resource, ref: Ref, patch: object, options: CallOptions = {}) {
      const path = objectPath(resource, ref);
      try {
        return await transport.call<T>({ method: 'PATCH', path, contentType: mergePatchType, body: patch, signal: options.signal });
      } catch (error) {
        throw foreignIdentity(error) ?? error;
      }
    },
  };
}

function removals(transport: Transport): Pick<Kube, 'delete' | 'evict'> {
  return {
    async delete(resource, ref, options = {}) {
      try {
        await transport.call({ method: 'DELETE', path: objectPath(resource, ref), body: deleteBody(options), signal: options.signal });
        return 'deleted';
      } catch (error) {
        if (isAbsent(error)) return 'absent';
        throw error;
      }
    },
    async evict(ref, options = {}) {
      const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: ref, deleteOptions: deleteBody(options) };
      try {
        await transport.call({ method: 'POST', path: objectPath(resources.pods, ref, 'eviction'), body, signal: options.signal });
        return 'evicted';
      } catch (error) {
        if (isAbsent(error)) return 'absent';
        if (isRefusedByBudget(error)) return 'refused';
        throw error;
      }
    },
  };
}

function followKind<T extends StoredObject>(
  transport: Transport,
  resource: Resource,
  options: ListOptions,
  onEvent: (event: WatchEvent<T>) => void,
  report: (report: WatchReport) => void,
): Watch {
  const path = collectionPath(resource, options.namespace);
  return startWatch<T>(
    {
      name: path,
      report,
      list: (signal) => listAll<T>(transport, resource, { ...options, signal }),
      async open(resourceVersion, timeoutSeconds, signal) {
        const query = { ...selectors(options), watch: true, allowWatchBookmarks: true, resourceVersion, timeoutSeconds };
        return readJsonLines(await transport.stream({ method: 'GET', path, query, signal }));
      },
    },
    onEvent,
  );
}

function serverSideApply<T>(transport: Transport, path: string, object: KubeObject, options: ApplyOptions): Promise<T> {
  const { fieldManager, force = true, signal } = options;
  const query = { fieldManager, force };
  return transport.call<T>({ method: 'PATCH', path, query, body: object, contentType: 'application/apply-patch+yaml', signal });
}

function deleteBody({ uid, resourceVersion, gracePeriodSeconds, propagationPolicy }: DeleteOptions): object {
  const preconditions = uid === undefined && resourceVersion === undefined ? undefined : { uid, resourceVersion };
  return { apiVersion: 'v1', kind: 'DeleteOptions', preconditions, gracePeriodSeconds, propagationPolicy };
}

// To a patch, another uid is an attempt to change it, and so 'Invalid'. To the caller it is a precondition that does not hold.
function foreignIdentity(error: unknown): KubeError | undefined {
  if (!isKubeError(error, 'Invalid') || !(error.details?.causes ?? []).some(({ field }) => field === 'metadata.uid')) return undefined;
  return new KubeError({ code: 'Conflict', status: 409, message: error.message, details: error.details, cause: error });
}

// A 404 without an object's name is about the path: a kind that is not installed must not look like an object that is not there.
function isAbsent(error: unknown): boolean {
  return isKubeError(error, 'NotFound') && error.details?.name !== undefined;
}

// An overloaded server answers 429 too; that says nothing about the budget.
function isRefusedByBudget(error: unknown): boolean {
  return isKubeError(error, 'TooManyRequests') && (error.details?.causes ?? []).some(({ reason }) => reason === 'DisruptionBudget');
}

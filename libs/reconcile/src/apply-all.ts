import {
  applyIfNeeded,
  type CallOptions,
  isKubeError,
  type Kube,
  type Ref,
  type Resource,
  type Retry,
  resourceOf,
} from '@dataservices/kube';
import type { KubeObject, OwnerReference, StoredObject } from '@dataservices/plan';

/** An object that we want is there already and is not ours: it belongs to another owner, or to nobody. */
export class NameTaken extends Error {
  override readonly name = 'NameTaken';
  readonly code = 'NameTaken';
  readonly retry: Retry = 'terminal';
  readonly kind: string;
  /** Of the object in the way. */
  readonly objectName: string;

  constructor(live: KubeObject) {
    const owner = controllerOf(live);
    const holder = owner === undefined ? 'belongs to nobody' : `belongs to ${owner.kind} ${owner.name}`;
    super(`${live.kind} ${live.metadata.name} exists already and ${holder}: delete or rename it, or choose another name`);
    this.kind = live.kind;
    this.objectName = live.metadata.name;
  }
}

export type ApplyAllOptions = {
  readonly kube: Kube;
  readonly desired: readonly KubeObject[];
  /** What a cache knows of an object. Where it knows nothing, a live read decides. */
  readonly lookup: (resource: Resource, ref: Ref) => StoredObject | undefined;
  readonly fieldManager: string;
  readonly signal?: AbortSignal;
};

export type ApplyAllResult = {
  /** What was written, and because of which field. */
  readonly written: readonly { readonly object: StoredObject; readonly difference: string }[];
  readonly errors: readonly { readonly desired: KubeObject; readonly error: unknown }[];
};

/**
 * Applies every object that is not yet as desired. One that fails does not keep the others from being applied: a broken
 * certificate must not stop the repair of a Service. An object whose owner is not the one named in `desired` is left alone.
 */
export async function applyAll({ kube, desired, lookup, fieldManager, signal }: ApplyAllOptions): Promise<ApplyAllResult> {
  const written: { object: StoredObject; difference: string }[] = [];
  const errors: { desired: KubeObject; error: unknown }[] = [];
  const options = signal === undefined ? {} : { signal };
  for (const object of desired) {
    try {
      const resource = resourceOf(object);
      const live = lookup(resource, object.metadata) ?? (await kube.get(resource, object.metadata, options));
      if (live !== undefined) refuseForeign(live, object);
      const apply = () => applyIfNeeded(kube, resource, live, object, { fieldManager, ...options });
      const applied = await apply().catch((error: unknown) => applyOverPorts(error, { kube, resource, live, object, apply, options }));
      if (applied.difference !== undefined) written.push({ object: applied.object, difference: applied.difference });
    } catch (error) {
      signal?.throwIfAborted();
      errors.push({ desired: object, error });
    }
  }
  return { written, errors };
}

type Refused<T> = {
  readonly kube: Kube;
  readonly resource: Resource;
  readonly live: StoredObject | undefined;
  readonly object: KubeObject & { readonly spec?: { readonly ports?: readonly object[] } };
  readonly apply: () => Promise<T>;
  readonly options: CallOptions;
};

/**
 * Applies a Service again after its ports were replaced. They are a list by number, and an apply leaves the entries of others alone: a number
 * that was changed by hand stays beside the right one, and the API server refuses the two for their name.
 *
 * @throws the refusal, where it has nothing to do with ports
 */
async function applyOverPorts<T>(error: unknown, { kube, resource, live, object, apply, options }: Refused<T>): Promise<T> {
  const ports = object.spec?.ports;
  if (!isKubeError(error, 'Invalid') || object.kind !== 'Service' || live === undefined || ports === undefined) throw error;
  await kube.mergePatch(resource, object.metadata, { metadata: { uid: live.metadata.uid }, spec: { ports } }, options);
  return apply();
}

function refuseForeign(live: StoredObject, desired: KubeObject): void {
  const wanted = controllerOf(desired);
  if (wanted !== undefined && controllerOf(live)?.uid !== wanted.uid) throw new NameTaken(live);
}

function controllerOf({ metadata }: KubeObject): OwnerReference | undefined {
  return metadata.ownerReferences?.find(({ controller }) => controller === true);
}

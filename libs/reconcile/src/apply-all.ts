import { applyIfNeeded, type Kube, type Ref, type Resource, type Retry, resourceOf } from '@dataservices/kube';
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
      const applied = await applyIfNeeded(kube, resource, live, object, { fieldManager, ...options });
      if (applied.difference !== undefined) written.push({ object: applied.object, difference: applied.difference });
    } catch (error) {
      signal?.throwIfAborted();
      errors.push({ desired: object, error });
    }
  }
  return { written, errors };
}

function refuseForeign(live: StoredObject, desired: KubeObject): void {
  const wanted = controllerOf(desired);
  if (wanted !== undefined && controllerOf(live)?.uid !== wanted.uid) throw new NameTaken(live);
}

function controllerOf({ metadata }: KubeObject): OwnerReference | undefined {
  return metadata.ownerReferences?.find(({ controller }) => controller === true);
}

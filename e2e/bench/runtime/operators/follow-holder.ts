import { type KubeClient, resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';

type StoredLease = StoredObject & { readonly spec?: { readonly holderIdentity?: string } };

export type LeaseHolder = {
  /** Resolves with the time, in milliseconds of this process, at which another than the last one holds the Lease. Nobody is not another one. */
  readonly another: () => Promise<number>;
  readonly stop: () => Promise<void>;
};

/** Who holds the one Lease of a namespace, by a watch. Resolves once it is known. */
export async function followHolder(kube: KubeClient, namespace: string): Promise<LeaseHolder> {
  const known = Promise.withResolvers<void>();
  let holder = '';
  let onAnother = (_atMs: number) => {};
  const see = ({ spec }: StoredLease) => {
    const found = spec?.holderIdentity ?? '';
    if (found === '' || found === holder) return;
    holder = found;
    onAnother(performance.now());
    known.resolve();
  };
  const watch = kube.watch<StoredLease>(resources.leases, { namespace }, (event) => {
    if (event.type === 'LISTED') event.objects.forEach(see);
    else if (event.type !== 'DELETED') see(event.object);
  });
  await known.promise;
  return {
    another: () =>
      new Promise((resolve) => {
        onAnother = resolve;
      }),
    stop: () => watch.stop(),
  };
}

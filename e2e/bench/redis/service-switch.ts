import type { StoredObject } from '@dataservices/plan';
import { driverKinds } from '../../src/kinds.ts';
import type { RedisRef } from '../../src/redis-object.ts';
import type { TestBed } from '../../src/test-bed.ts';

type EndpointSlice = StoredObject & {
  readonly endpoints?: readonly { readonly targetRef?: { readonly name: string }; readonly conditions?: { readonly ready?: boolean } }[];
};

export type ServiceWatch = {
  /** Milliseconds from the last promotion of this member to its place behind the Service; undefined where one of them was not seen. */
  readonly switchMs: (master: string) => Promise<number | undefined>;
  readonly stop: () => Promise<void>;
};

/** Notes from now on whom the client Service leads to. */
export function watchService({ kube, cluster }: TestBed, { namespace, name }: RedisRef): ServiceWatch {
  const beganMs = Date.now();
  const leads: { readonly pod: string; readonly atMs: number }[] = [];
  const labelSelector = `kubernetes.io/service-name=${name}-redis`;
  const watch = kube.watch<EndpointSlice>(driverKinds.endpointSlices, { namespace, labelSelector }, (event) => {
    if (event.type !== 'ADDED' && event.type !== 'MODIFIED') return;
    const ready = (event.object.endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false);
    const pod = ready[0]?.targetRef?.name;
    if (pod !== undefined && pod !== leads.at(-1)?.pod) leads.push({ pod, atMs: Date.now() });
  });
  return {
    async switchMs(master) {
      const log = await cluster.kubectl(['logs', '--namespace', namespace, master, '--container', 'redis', '--tail', '500']);
      const promotedMs = parsePromotion(log);
      const led = leads.findLast(({ pod }) => pod === master);
      if (promotedMs === undefined || promotedMs < beganMs || led === undefined) return undefined;
      return led.atMs - promotedMs;
    },
    stop: () => watch.stop(),
  };
}

/** When the server became a master last, in milliseconds since 1970, by its own log. */
export function parsePromotion(log: string): number | undefined {
  const line = log.split('\n').findLast((text) => text.includes('MASTER MODE enabled'));
  const match = line?.match(/(\d{1,2} \w{3} \d{4} \d\d:\d\d:\d\d)\.(\d{3})/);
  if (match?.[1] === undefined) return undefined;
  return Date.parse(`${match[1]} UTC`) + Number(match[2]);
}

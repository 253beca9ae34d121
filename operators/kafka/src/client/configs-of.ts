import type { Asker } from './asker.ts';
import { alterConfigs as alterOn, describeConfigs as describeOn } from './calls/configs.ts';
import type { CallOptions } from './port.ts';
import type { ConfigChange, ConfigResource, ResourceConfig } from './views.ts';

/** See the port. A broker refuses what is for another one. */
export async function describeConfigs(
  asker: Asker,
  resources: readonly ConfigResource[],
  options: (CallOptions & { readonly keys?: readonly string[] }) | undefined,
): Promise<readonly ResourceConfig[]> {
  const { common, brokers } = split(resources);
  const all = await Promise.all([
    common.length === 0 ? [] : asker.current(options, (ask) => describeOn(ask, common, options?.keys)),
    ...brokers.map((each) => asker.broker(Number(each.name), options, (ask) => describeOn(ask, [each], options?.keys))),
  ]);
  return all.flat();
}

/** See the port. */
export async function alterConfigs(
  asker: Asker,
  changes: readonly ConfigChange[],
  options: (CallOptions & { readonly validateOnly?: boolean }) | undefined,
): Promise<void> {
  const { common, brokers } = split(changes);
  const validateOnly = options?.validateOnly === true;
  await Promise.all([
    ...(common.length === 0 ? [] : [asker.any(options, (ask) => alterOn(ask, common, validateOnly))]),
    ...brokers.map((each) => asker.broker(Number(each.name), options, (ask) => alterOn(ask, [each], validateOnly))),
  ]);
}

function split<R extends ConfigResource>(resources: readonly R[]): { readonly common: readonly R[]; readonly brokers: readonly R[] } {
  const isOfBroker = ({ type }: R) => type === 'broker';
  return { common: resources.filter((each) => !isOfBroker(each)), brokers: resources.filter(isOfBroker) };
}

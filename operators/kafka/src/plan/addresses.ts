import type { StoredObject } from '@dataservices/plan';
import { isTold, listenersOf } from '../listeners.ts';
import type { KafkaMember, Observed } from '../observed.ts';
import { placesMissing, toldAddresses } from '../places.ts';
import { listenerServices } from '../resources/listener-services.ts';

/** Whether brokers announce anything but the names of their pods. */
export function hasToldListeners({ cluster }: Pick<Observed, 'cluster'>): boolean {
  return listenersOf(cluster).some(isTold);
}

/**
 * What a broker is told of its addresses. For as long as its pod lives it is told the same, since Kafka takes no others while it runs;
 * `mustRestartForAddresses` says when that is no longer true.
 */
export function addressesFor(observed: Observed, member: KafkaMember): string | undefined {
  if (member.role === 'controller' || member.addresses !== undefined || !hasToldListeners(observed)) return member.addresses;
  return toldAddresses(observed, member);
}

/**
 * Whether clients reach a broker elsewhere than it announces. What nobody knows restarts nobody.
 *
 * Prevents: clients that are led to an address that is no longer there.
 */
export function mustRestartForAddresses(observed: Observed, member: KafkaMember): boolean {
  if (member.role === 'controller' || (member.addresses ?? '') === '') return false;
  const wanted = toldAddresses(observed, member);
  return wanted !== undefined && wanted !== '' && wanted !== member.addresses;
}

/**
 * Whether a broker that restarts would know what to announce, else what is missing.
 *
 * Prevents: a broker that runs well, restarts for a new listener, and then waits for a load balancer that never comes.
 */
export function canBeAddressed(observed: Observed, member: KafkaMember): true | string {
  if (member.role === 'controller') return true;
  const missing = placesMissing(observed, member);
  return missing.length === 0 || `the Services of ${missing.map((name) => `listener ${name}`).join(', ')} have no address yet`;
}

/** What a broker waits to be told before it starts. */
export function describeWait(observed: Observed, member: KafkaMember): string | undefined {
  const unknown = 'its node is not known yet';
  if (member.role === 'controller') return undefined;
  if (observed.cluster.spec.rack.mode === 'Zone' && (member.rack ?? '') === '') return unknown;
  if (!hasToldListeners(observed) || member.addresses !== undefined) return undefined;
  const verdict = canBeAddressed(observed, member);
  return verdict === true ? unknown : verdict;
}

/** Services of listeners that are no longer asked for, and of brokers that have gone. */
export function unwantedServices(observed: Observed): readonly StoredObject[] {
  const { names, objects } = observed;
  const kept = new Set([
    names.data,
    names.headless,
    names.controllerHeadless,
    ...listenerServices(observed).map(({ metadata }) => metadata.name),
  ]);
  return [...objects.values()].filter(({ kind, metadata }) => kind === 'Service' && !kept.has(metadata.name));
}

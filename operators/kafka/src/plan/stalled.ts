import { stallOfNetworkPolicy } from '@dataservices/members';
import { compareVersions } from '@dataservices/plan';
import type { Observed } from '../observed.ts';
import { foreignVolumes } from './identity.ts';

export type Stall = { readonly reason: string; readonly message: string };

/** Why nothing more can be done without a person, if so. What runs is left running. */
export function stalledReason(observed: Observed): Stall | undefined {
  const foreign = foreignVolumes(observed);
  if (foreign !== undefined) return { reason: 'ForeignVolumes', message: foreign };
  const { spec, status } = observed.cluster;
  const finished = minorOf(status.version);
  if (finished !== undefined && compareVersions(`${minorOf(spec.version)}.0`, `${finished}.0`) < 0) {
    const message = `spec.version is ${spec.version}, but the cluster finished its upgrade to ${status.version}, and what it has written since cannot be read by less: set spec.version to ${status.version}`;
    return { reason: 'VersionCannotGoBack', message };
  }
  return stallOfNetworkPolicy(observed);
}

/** Between patches one may go back. */
function minorOf(version: string | undefined): string | undefined {
  return version?.split('.').slice(0, 2).join('.');
}

import { stallOfNetworkPolicy } from '@dataservices/members';
import type { Observed } from '../observed.ts';
import { foreignVolumes } from './identity.ts';
import { logVolumesProblem } from './log-volumes.ts';

export type Stall = { readonly reason: string; readonly message: string };

/** Why nothing more can be done without a person, if so. What runs is left running. */
export function stalledReason(observed: Observed): Stall | undefined {
  const foreign = foreignVolumes(observed);
  if (foreign !== undefined) return { reason: 'ForeignVolumes', message: foreign };
  const logs = logVolumesProblem(observed);
  if (logs !== undefined) return { reason: 'OtherLogVolumes', message: logs };
  if (observed.secrets.problem !== undefined) return { reason: 'InvalidSecret', message: observed.secrets.problem };
  return stallOfNetworkPolicy(observed);
}

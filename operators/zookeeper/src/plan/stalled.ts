import { stallOfNetworkPolicy } from '@dataservices/members';
import type { Observed } from '../observed.ts';
import { foreignVolumes } from './identity.ts';
import { logVolumesProblem } from './log-volumes.ts';
import { otherEnsembleProblem } from './other-ensemble.ts';

/** Somebody has made an ensemble beside the one that is believed. */
export const otherEnsemble = 'OtherEnsemble';

export type Stall = { readonly reason: string; readonly message: string };

/** Why nothing more can be done without a person, if so. What runs is left running. */
export function stalledReason(observed: Observed): Stall | undefined {
  const foreign = foreignVolumes(observed);
  if (foreign !== undefined) return { reason: 'ForeignVolumes', message: foreign };
  const logs = logVolumesProblem(observed);
  if (logs !== undefined) return { reason: 'OtherLogVolumes', message: logs };
  if (observed.secrets.problem !== undefined) return { reason: 'InvalidSecret', message: observed.secrets.problem };
  const other = otherEnsembleProblem(observed);
  if (other !== undefined) return { reason: otherEnsemble, message: other };
  return stallOfNetworkPolicy(observed);
}

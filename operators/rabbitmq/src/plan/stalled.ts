import { stallOfNetworkPolicy } from '@dataservices/members';
import type { Observed } from '../observed.ts';
import { foreignVolumes } from './identity.ts';
import { upgradeStall } from './upgrade.ts';

export type Stall = { readonly reason: string; readonly message: string };

/** Why nothing more can be done without a person, if so. What runs is left running. */
export function stalledReason(observed: Observed): Stall | undefined {
  const foreign = foreignVolumes(observed);
  if (foreign !== undefined) return { reason: 'ForeignVolumes', message: foreign };
  const upgrade = upgradeStall(observed);
  if (upgrade !== undefined) return upgrade;
  const { definitionsProblem } = observed.secrets;
  if (definitionsProblem !== undefined) return { reason: 'InvalidDefinitions', message: definitionsProblem };
  if (observed.secrets.problem !== undefined) return { reason: 'InvalidSecret', message: observed.secrets.problem };
  return stallOfNetworkPolicy(observed);
}

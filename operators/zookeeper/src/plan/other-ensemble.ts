import { annotationKeys } from '@dataservices/plan';
import type { Observed } from '../observed.ts';
import { type Ensemble, ensembleOf, otherEnsembles } from './ensemble.ts';

/** One sentence where members serve another ensemble than the one that is believed. What either of them holds is for a person to judge. */
export function otherEnsembleProblem(observed: Observed): string | undefined {
  const ensemble = ensembleOf(observed);
  const [other] = otherEnsembles(observed);
  if (ensemble === undefined || other === undefined) return undefined;
  const { name } = other.leader;
  return [
    `${name} leads an ensemble of its own (${namesIn(observed, other)}), beside that of ${ensemble.leader.name} (${namesIn(observed, ensemble)}):`,
    `nothing is changed. If what ${name} holds is not needed, have it replaced by the annotation ${annotationKeys.replaceMember}`,
  ].join(' ');
}

function namesIn({ names }: Observed, { membership }: Ensemble): string {
  return membership.members.map(({ id }) => `${names.data}-${id - 1}`).join(', ');
}

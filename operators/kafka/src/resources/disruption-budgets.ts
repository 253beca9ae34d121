import type { KubeObject } from '@dataservices/plan';
import { podDisruptionBudget } from '@dataservices/resources';
import { type Role, setOf } from '../names.ts';
import type { Observed } from '../observed.ts';
import { mayEvict } from '../plan/evictions.ts';
import { metadata, selectorOf } from './metadata.ts';

const roles: readonly Role[] = ['controller', 'broker'];

export function disruptionBudgets(observed: Observed): readonly KubeObject[] {
  return roles.map((role) => {
    const about = metadata(observed, setOf(observed.names, role), { role });
    return podDisruptionBudget(about, selectorOf(observed, role), mayEvict(observed, role) ? 1 : 0);
  });
}

/** Those that are there already: they are true while nothing else is changed as well. */
export function standingBudgets(observed: Observed): readonly KubeObject[] {
  return disruptionBudgets(observed).filter(({ kind, metadata: { name } }) => observed.objects.has(`${kind}/${name}`));
}

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Service } from '../images/src/recipe.ts';
import { repository } from './results-folder.ts';

/** The environment entry by which vitest's configuration knows which scenarios to take. */
export function tierAsEnvironment(isFull: boolean): Readonly<Record<string, string>> {
  return { DATASERVICES_E2E_TIER: isFull ? 'full' : 'ci' };
}

/**
 * Those of the services that are named; all that have scenarios where none is.
 *
 * @throws Error that names the services that have scenarios
 */
export function chosenServices(names: readonly string[]): readonly Service[] {
  const folder = join(repository, 'e2e/scenarios');
  const known = existsSync(folder) ? (readdirSync(folder) as Service[]) : [];
  const unknown = names.find((name) => !known.some((service) => service === name));
  if (unknown !== undefined) throw new Error(`there are no scenarios for "${unknown}"; there are: ${known.join(', ')}`);
  return names.length === 0 ? known : known.filter((service) => names.includes(service));
}

export function scenarioFilters(services: readonly Service[]): readonly string[] {
  return services.map((service) => `scenarios/${service}/`);
}

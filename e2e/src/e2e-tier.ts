import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './results-folder.ts';

/** The environment entry by which vitest's configuration knows which scenarios to take. */
export function tierAsEnvironment(isFull: boolean): Readonly<Record<string, string>> {
  return { DATASERVICES_E2E_TIER: isFull ? 'full' : 'ci' };
}

/** @throws Error that names the services that have scenarios */
export function scenarioFilters(services: readonly string[]): readonly string[] {
  const folder = join(repository, 'e2e/scenarios');
  const known = existsSync(folder) ? readdirSync(folder) : [];
  const unknown = services.find((service) => !known.includes(service));
  if (unknown !== undefined) throw new Error(`there are no scenarios for "${unknown}"; there are: ${known.join(', ')}`);
  return services.map((service) => `scenarios/${service}/`);
}

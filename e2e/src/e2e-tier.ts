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

/** Scenario files to run: parts of their paths, and whether a long one is among them. */
export type ChosenScenarios = { readonly filters: readonly string[]; readonly isFull: boolean };

/**
 * The scenarios of these services; only those of these names, whatever their tier, where names are given.
 *
 * @param names as in the files' names before their tier, with commas: `hang,partition`
 * @throws Error that names the scenarios that there are
 */
export function chosenScenarios(services: readonly Service[], names: string | undefined, isFull: boolean): ChosenScenarios {
  if (names === undefined) return { filters: services.map((service) => `scenarios/${service}/`), isFull };
  const known = services.flatMap(scenariosOf);
  const wanted = names.split(',');
  const unknown = wanted.find((name) => !known.some((scenario) => scenario.name === name));
  if (unknown !== undefined) {
    throw new Error(`there is no scenario "${unknown}"; there are: ${known.map(({ name }) => name).join(', ')}`);
  }
  const chosen = known.filter(({ name }) => wanted.includes(name));
  return { filters: chosen.map(({ path }) => path), isFull: chosen.some(({ tier }) => tier === 'full') };
}

function scenariosOf(service: Service): readonly { readonly name: string; readonly tier: string; readonly path: string }[] {
  return readdirSync(join(repository, 'e2e/scenarios', service)).flatMap((file) => {
    const [, name, tier] = /^(.+)\.(ci|full)\.e2e\.test\.ts$/.exec(file) ?? [];
    return name === undefined || tier === undefined ? [] : [{ name, tier, path: `scenarios/${service}/${file}` }];
  });
}

import type { RedisClusterStatus } from '@dataservices/api';
import type { PassOutcome, Plan } from '@dataservices/plan';
import type { RedisAction } from '../action.ts';
import type { Observed } from '../observed.ts';
import { fieldOf } from '../resources/redis-config.ts';
import { type Settings, wantedSettings } from '../resources/wanted-settings.ts';
import { isServing } from './leadership.ts';

/** The code of the error by which a server's refusal is told. */
export const invalidConfig = 'InvalidConfig';

type Refusal = NonNullable<RedisClusterStatus['refusedConfig']>;

/** What a server refused, as long as the same is wanted of the same version: it would be refused again. */
export function refusedConfig(observed: Observed): Refusal | undefined {
  const refusal = observed.cluster.status.refusedConfig;
  if (refusal === undefined) return undefined;
  const wanted = wantedSettings(observed);
  const isStillWanted = Object.entries(refusal.settings).every(([key, value]) => wanted[key] === value);
  const versions = versionsOf(observed);
  return isStillWanted && (versions === '' || versions === refusal.versions) ? refusal : undefined;
}

/** For the status: the refusal that this pass met with, or the earlier one that still counts. */
export function refusalAfter(observed: Observed, { step }: Plan<RedisAction>, { problems }: PassOutcome): Refusal | undefined {
  const problem = problems.find(({ reason }) => reason === invalidConfig);
  const settings = settingsOf(step?.actions ?? []);
  if (problem === undefined || Object.keys(settings).length === 0) return refusedConfig(observed);
  return { settings, versions: versionsOf(observed), message: problem.message.slice(0, 4096) };
}

export function fieldsOf({ cluster }: Observed, settings: Settings): string {
  return [...new Set(Object.keys(settings).map((key) => fieldOf(cluster, key)))].join(', ');
}

function settingsOf(actions: readonly RedisAction[]): Settings {
  return Object.assign({}, ...actions.map((action) => (action.kind === 'set-config' ? action.settings : {}))) as Settings;
}

function versionsOf({ members }: Observed): string {
  return [...new Set(members.filter(isServing).map(({ server }) => server.version))].sort().join(', ');
}

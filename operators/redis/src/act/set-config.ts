import { RedisError } from '../client/redis-error.ts';
import { isServing } from '../plan/leadership.ts';
import { fieldsOf, invalidConfig } from '../plan/refused-settings.ts';
import { hasSetting } from '../resources/accepted-settings.ts';
import type { Settings } from '../resources/wanted-settings.ts';
import { type ActContext, dataTarget } from './act-context.ts';

/** A server does not take a setting as it is written. Nothing was changed in it. */
export class ConfigRefused extends Error {
  override readonly name = 'ConfigRefused';
  readonly code = invalidConfig;
  /** The status tells of it from then on, and what else is to be done goes on. */
  readonly retry = { afterMs: 500 };
}

/**
 * Sets several settings in one server, all or none.
 *
 * @throws ConfigRefused where the server refuses one, or takes it for something else than what was written
 */
export async function setConfig(context: ActContext, pod: string, settings: Settings): Promise<void> {
  const target = dataTarget(context, pod);
  const fields = fieldsOf(context.observed, settings);
  const shown = await context.redis.setConfig(target, settings).catch((error: unknown) => {
    const isRefusal = error instanceof RedisError && error.code === 'Refused';
    throw isRefusal ? new ConfigRefused(`${fields}: ${error.message}; correct it, or take it out. Nothing was changed`) : error;
  });
  const other = Object.entries(settings).filter(([key, value]) => !hasSetting(shown, key, value));
  if (other.length === 0) return;
  await context.redis.setConfig(target, previous(context, pod, settings));
  const readings = other.map(([key, value]) => `${key} ${value} as ${shown[key] ?? 'nothing'}`);
  throw new ConfigRefused(`${fields}: ${pod} understands ${readings.join(', ')}; write it that way. Nothing was changed`);
}

function previous({ observed }: ActContext, pod: string, settings: Settings): Settings {
  const member = observed.members.filter(isServing).find(({ name }) => name === pod);
  return Object.fromEntries(Object.entries(member?.server.liveConfig ?? {}).filter(([key]) => key in settings));
}

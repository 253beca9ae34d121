import { type RedisProduct, redisRestartSettings, redisSettingDefault } from '@dataservices/api';
import type { Observed } from '../observed.ts';
import { isServing } from '../plan/leadership.ts';
import { parseRedisConfig } from './parse-redis-config.ts';
import { fixedRedisConfig, liveRedisConfig } from './redis-config.ts';

export type Settings = Readonly<Record<string, string>>;
type Stored = Pick<Observed, 'cluster' | 'names' | 'objects'>;

/** The live settings of the redis.conf that containers start with now; undefined before there is one. */
export function writtenSettings({ cluster, names, objects }: Stored): Settings | undefined {
  const stored = objects.get(`ConfigMap/${names.config}`) as { readonly data?: Settings } | undefined;
  const text = stored?.data?.['redis.conf'];
  if (text === undefined) return undefined;
  const entries = Object.entries(parseRedisConfig(text));
  const fixed = fixedRedisConfig(cluster);
  return Object.fromEntries(entries.filter(([key]) => !(key in fixed) && !redisRestartSettings.has(key)));
}

/** What running servers are to be asked for: all that is wanted, and all that was. */
export function settingNames(stored: Stored): readonly string[] {
  return [...new Set([...Object.keys(liveRedisConfig(stored.cluster)), ...Object.keys(writtenSettings(stored) ?? {})])];
}

/** What every running server is to have. */
export function wantedSettings(observed: Observed): Settings {
  return { ...liveRedisConfig(observed.cluster), ...removedSettings(observed) };
}

/**
 * What was written and is not wanted any more, at its default. It stays written like that: a container that restarts with the file of a
 * minute ago is noticed by it. An upgrade forgets it, because the new version may not know the setting.
 */
export function removedSettings(observed: Observed): Settings {
  const { spec, status } = observed.cluster;
  const wanted = liveRedisConfig(observed.cluster);
  if (status.version !== undefined && status.version !== spec.version) return {};
  const removed = Object.keys(writtenSettings(observed) ?? {}).filter((key) => !(key in wanted));
  const product = productOf(observed);
  return Object.fromEntries(
    removed.flatMap((key) => {
      const value = redisSettingDefault(key, product);
      return value === undefined || !isKnown(observed, key) ? [] : [[key, value]];
    }),
  );
}

/** A server that does not know a setting would not start with it. */
function isKnown({ members }: Observed, key: string): boolean {
  const serving = members.filter(isServing);
  return serving.length === 0 || serving.some(({ server }) => key in server.liveConfig);
}

function productOf({ members }: Observed): RedisProduct {
  return members.filter(isServing).some(({ server }) => server.product === 'valkey') ? 'valkey' : 'redis';
}

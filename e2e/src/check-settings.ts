import { type RedisProduct, redisRestartSettings, redisSettingDefaults } from '@dataservices/api';
import { askRedis, readSettings } from './ask-redis.ts';
import type { RedisRef } from './redis-object.ts';
import type { TestBed } from './test-bed.ts';

/** Settings that a member does not leave at their default, as the operator sets them. */
const ownSettings = ['repl-diskless-sync-delay'];

/**
 * Compares what the operator believes of settings with a running server.
 *
 * @returns one line for each setting of which the operator is wrong: set live although it cannot be, the other way round, or of another default
 */
export async function wrongSettings(bed: TestBed, ref: RedisRef, pod: string, product: RedisProduct): Promise<readonly string[]> {
  const shown = await readSettings(bed, ref, pod, '*');
  const defaults = Object.entries(redisSettingDefaults(product)).filter(([key]) => shown.has(key) && !ownSettings.includes(key));
  const otherDefaults = defaults
    .filter(([key, value]) => shown.get(key) !== value)
    .map(([key, value]) => `${key} is ${shown.get(key)} where nobody set it, not ${value}`);
  const live = await refusals(bed, ref, pod, new Map(defaults.map(([key]) => [key, shown.get(key) ?? ''])));
  const restart = [...redisRestartSettings].filter((key) => shown.has(key));
  const refused = await Promise.all(restart.map((key) => refusals(bed, ref, pod, new Map([[key, shown.get(key) ?? '']]))));
  const changeable = restart.filter((_, at) => refused[at]?.length === 0).map((key) => `${key} can be set without a restart`);
  return [...otherDefaults, ...live, ...changeable];
}

/** Sets settings to what they are, all together. */
async function refusals(bed: TestBed, ref: RedisRef, pod: string, settings: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const answer = await askRedis(bed, ref, pod, ['CONFIG', 'SET', ...[...settings].flat()]);
  return answer[0] === 'OK' ? [] : answer.filter((line) => line !== '');
}

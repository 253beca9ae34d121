import type { Observed } from '../observed.ts';
import { parseRedisConfig } from '../resources/parse-redis-config.ts';
import { restartRedisConfig } from '../resources/redis-config.ts';

/** For the reason of a step: the changed settings that only a restart brings about, or nothing. */
export function restartNote(observed: Observed): string {
  const wanted = restartRedisConfig(observed.cluster);
  const changed = observed.members.flatMap(({ pod, restartConfig = '' }) => {
    if (pod === undefined) return [];
    const running = parseRedisConfig(restartConfig);
    return [...Object.keys(wanted), ...Object.keys(running)].filter((key) => wanted[key] !== running[key]);
  });
  const fields = [...new Set(changed)].map((key) => `spec.config.${key}`);
  if (fields.length === 0) return '';
  return `; ${fields.join(', ')} ${fields.length === 1 ? 'needs' : 'need'} a restart of every member, one after another`;
}

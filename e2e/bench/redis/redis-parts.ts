import { type FaultName, faultNames } from './fault-part.ts';

export const redisParts = ['creation', 'rest', ...faultNames, 'roll'] as const;
export type RedisPart = 'creation' | 'rest' | 'roll' | FaultName;

/**
 * @param only names with commas between them; anything else stands for all
 * @throws Error that says what there is
 */
export function chosenRedisParts(only: string | boolean | undefined): readonly RedisPart[] {
  if (typeof only !== 'string') return redisParts;
  return only.split(',').map((wanted) => {
    const part = redisParts.find((name) => name === wanted.trim());
    if (part === undefined) throw new Error(`there is no part '${wanted}': --only takes some of ${redisParts.join(', ')}`);
    return part;
  });
}

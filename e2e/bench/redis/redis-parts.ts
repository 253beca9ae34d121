import { chosenParts } from '../chosen-parts.ts';
import { type FaultName, faultNames } from './fault-part.ts';

export const redisParts = ['creation', 'rest', ...faultNames, 'roll'] as const;
export type RedisPart = 'creation' | 'rest' | 'roll' | FaultName;

/** @throws Error that says what there is */
export function chosenRedisParts(only: string | boolean | undefined): readonly RedisPart[] {
  return chosenParts(redisParts, only);
}

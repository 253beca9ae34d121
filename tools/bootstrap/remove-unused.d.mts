/** Takes down that a part of the cache is in use now. Before it is used: from then on no other run removes it. @returns whether it is there */
export function markUsed(path: string): boolean;

/** Removes what nobody has used for a month. @param parent the folder of one part of the cache */
export function removeUnused(parent: string): void;

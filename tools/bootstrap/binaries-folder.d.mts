/** The Go module that the cluster's programs are built from. */
export const binariesModule: string;

/** What the folder holds when it is complete. */
export const binaryNames: readonly string[];

/** The cache folder of the present sources and flags. It exists only when the bootstrap has built it. */
export function binariesFolder(env?: Readonly<Record<string, string | undefined>>): string;

/** SHA-256 of what decides the result of the build, in hexadecimal. */
export function binariesKey(folder: string): string;

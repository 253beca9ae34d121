/** Where everything that was built or downloaded is kept: an absolute path, outside the repository, that need not exist yet. */
export function cacheFolder(env?: Readonly<Record<string, string | undefined>>): string;

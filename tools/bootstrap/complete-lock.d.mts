export type Lock = { readonly packages: Readonly<Record<string, Readonly<Record<string, unknown>>>> };

/** Adds the optional packages that the lock lacks although a package in it names their exact versions. */
export function completeLock(lock: Lock): Lock;

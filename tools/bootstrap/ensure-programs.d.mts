/** Installs Debian packages, as root; elsewhere the error says what an administrator has to do. */
export function installPackages(packages: readonly string[]): Promise<void>;

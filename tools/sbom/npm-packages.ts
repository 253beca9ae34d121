import { execFileSync } from 'node:child_process';
import type { Component } from './component.ts';

/** Every package in package-lock.json, with its licence and the hash by which npm checks it, as npm itself describes it. */
export function lockedPackages(repository: string): readonly Component[] {
  const args = ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'];
  const text = execFileSync('npm', args, { cwd: repository, encoding: 'utf8', maxBuffer: 64 * 2 ** 20, stdio: ['ignore', 'pipe', 'pipe'] });
  const { components } = JSON.parse(text) as { readonly components: readonly (Component & { readonly group?: string })[] };
  return components.map(({ name, version, purl, hashes, licenses }) => ({
    type: 'library',
    name: nameOf(purl ?? '') ?? name,
    version,
    ...(purl !== undefined && { purl }),
    ...(hashes !== undefined && { hashes }),
    ...(licenses !== undefined && { licenses }),
  }));
}

/** npm leaves the scope out of the name. */
function nameOf(purl: string): string | undefined {
  const name = /^pkg:npm\/(?<name>.+)@/.exec(purl)?.groups?.name;
  return name === undefined ? undefined : decodeURIComponent(name);
}

/**
 * The packages of others that a bundle contains: not those that it might need, but those whose code is in it.
 *
 * @param sources of the bundle's sourcemap, relative to the repository
 * @param versionAt version of the package in a folder such as `node_modules/zod`
 * @throws Error for a package that the lock does not have
 */
export function bundledPackages(
  sources: readonly string[],
  versionAt: (folder: string) => string | undefined,
  locked: readonly Component[],
): readonly Component[] {
  const folders = new Set(sources.flatMap((source) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(source)?.[0] ?? []));
  return [...folders].map((folder) => {
    const name = folder.replace(/^.*node_modules\//, '');
    const version = versionAt(folder);
    const found = locked.find((component) => component.name === name && component.version === version);
    if (found === undefined) throw new Error(`${folder} is in the bundle, and not in package-lock.json`);
    return found;
  });
}

/** The version of the package in a folder, by the text of package-lock.json. */
export function lockedVersions(lock: string): (folder: string) => string | undefined {
  const { packages } = JSON.parse(lock) as { readonly packages: Readonly<Record<string, { readonly version?: string }>> };
  return (folder) => packages[folder]?.version;
}

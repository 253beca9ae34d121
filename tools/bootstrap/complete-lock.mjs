// Run after `npm install` behind a registry that does not offer the packages of other platforms: node tools/bootstrap/complete-lock.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repositoryRoot } from './repository-root.mjs';

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const processors = ['arm', 'arm64', 'ia32', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];

/**
 * Adds the optional packages that package-lock.json lacks although a package in it names their exact versions. npm leaves them
 * out where its registry does not have them, and from 11.6 on `npm ci` refuses a lock file without them.
 *
 * @param {{ packages: Record<string, any> }} lock a parsed lock file of version 3
 * @returns {{ packages: Record<string, any> }} a lock file with the missing entries; they carry no integrity, which is unknown here
 */
export function completeLock(lock) {
  const packages = { ...lock.packages };
  for (const [path, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const platform = platformOf(name);
      // Without a platform, or with a range, only the registry can tell what to write.
      if (platform === undefined || !/^\d/.test(version) || isLocked(packages, path, name, version)) continue;
      const top = `node_modules/${name}`;
      packages[top in packages ? `${path}/${top}` : top] = { version, ...(entry.dev ? { dev: true } : {}), optional: true, ...platform };
    }
  }
  return { ...lock, packages: Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** @param {string} name for instance `@nx/nx-linux-x64-musl` */
function platformOf(name) {
  const parts = (name.split('/').at(-1) ?? '').split('-');
  const cpu = parts.filter((part) => processors.includes(part));
  const os = parts.filter((part) => systems.includes(part));
  if (cpu.length === 0) return undefined;
  return { ...(os.length > 0 ? { os } : {}), cpu, ...(parts.includes('musl') ? { libc: ['musl'] } : {}) };
}

/** Whether the package at `path` finds this version, by Node's rule: beside itself, or beside one of those that contain it. */
function isLocked(packages, path, name, version) {
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    const candidate = packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`];
    if (candidate?.version === version) return true;
    if (at === '') return false;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = join(repositoryRoot, 'package-lock.json');
  const lock = JSON.parse(readFileSync(path, 'utf8'));
  const completed = completeLock(lock);
  writeFileSync(path, `${JSON.stringify(completed, undefined, 2)}\n`);
  console.log(`${Object.keys(completed.packages).length - Object.keys(lock.packages).length} packages of other platforms added to ${path}`);
}

import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.mjs';
import { findProgram } from './find-program.mjs';
import { runStep } from './run-step.mjs';
import { withSetupLock } from './with-setup-lock.mjs';

// Debian's next release has the first Prometheus whose queries take a lookback_delta. Packages are only unpacked: installed, some would start a server.
const release = 'trixie';
const source = `deb http://deb.debian.org/debian ${release} main\n`;

/**
 * Fetches a package of Debian whose program has its name, and unpacks it, unless that has been done.
 *
 * @param {string} name
 * @returns {Promise<string>} the path of the program
 * @throws Error with the remedy, where it cannot be fetched
 */
export async function ensureDebianProgram(name) {
  const folder = join(cacheFolder(), `${name}-${release}`);
  const program = join(folder, 'usr/bin', name);
  if (!existsSync(program)) {
    await withSetupLock(name, async () => {
      if (!existsSync(program)) await fetchPackage(name, folder);
    });
  }
  return program;
}

/**
 * @param {string} name
 * @param {string} folder
 */
async function fetchPackage(name, folder) {
  if (findProgram('apt-get') === undefined)
    throw new Error(`${name} is fetched with apt-get, which is not here: unpack a release of it to ${folder}/usr/bin/${name} instead`);
  const temporary = `${folder}.new`;
  rmSync(temporary, { recursive: true, force: true });
  for (const part of ['lists/partial', 'cache/archives/partial', 'root']) mkdirSync(join(temporary, part), { recursive: true });
  writeFileSync(join(temporary, 'sources.list'), source);
  const apart = {
    'Dir::Etc::sourcelist': join(temporary, 'sources.list'),
    'Dir::Etc::sourceparts': '-',
    'Dir::State::lists': join(temporary, 'lists'),
  };
  const settings = { ...apart, 'Dir::Cache': join(temporary, 'cache'), 'APT::Sandbox::User': 'root', 'Acquire::Languages': 'none' };
  const options = Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
  await runStep(`${name}, a Debian package`, async (run) => {
    await run('apt-get', [...options, 'update']);
    await run('apt-get', [...options, 'download', name], { cwd: temporary });
    const file = readdirSync(temporary).find((entry) => entry.endsWith('.deb'));
    if (file === undefined) throw new Error('apt-get has downloaded no package');
    await run('dpkg-deb', ['-x', join(temporary, file), join(temporary, 'root')]);
  });
  renameSync(join(temporary, 'root'), folder);
  rmSync(temporary, { recursive: true, force: true });
}

import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.mjs';
import { findProgram } from './find-program.mjs';
import { runStep } from './run-step.mjs';
import { withSetupLock } from './with-setup-lock.mjs';

// Debian's next release has the first whose queries take a lookback_delta. The package is only unpacked: installed, it would start a server.
const release = 'trixie';
const source = `deb http://deb.debian.org/debian ${release} main\n`;

/**
 * Fetches the package of Debian and unpacks its program, unless that has been done.
 *
 * @returns {Promise<string>} the path of the program
 * @throws Error with the remedy, where it cannot be fetched
 */
export async function ensurePrometheus() {
  const folder = join(cacheFolder(), `prometheus-${release}`);
  const program = join(folder, 'usr/bin/prometheus');
  if (!existsSync(program)) {
    await withSetupLock('prometheus', async () => {
      if (!existsSync(program)) await fetchPackage(folder);
    });
  }
  return program;
}

/** @param {string} folder */
async function fetchPackage(folder) {
  if (findProgram('apt-get') === undefined)
    throw new Error(
      `tests against Prometheus need apt-get to fetch it: or unpack Prometheus 2.44 or later to ${folder}/usr/bin/prometheus`,
    );
  const temporary = `${folder}.new`;
  rmSync(temporary, { recursive: true, force: true });
  for (const name of ['lists/partial', 'cache/archives/partial', 'root']) mkdirSync(join(temporary, name), { recursive: true });
  writeFileSync(join(temporary, 'sources.list'), source);
  const apart = {
    'Dir::Etc::sourcelist': join(temporary, 'sources.list'),
    'Dir::Etc::sourceparts': '-',
    'Dir::State::lists': join(temporary, 'lists'),
  };
  const settings = { ...apart, 'Dir::Cache': join(temporary, 'cache'), 'APT::Sandbox::User': 'root', 'Acquire::Languages': 'none' };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  await runStep('Prometheus, a Debian package', async (run) => {
    await run('apt-get', [...options, 'update']);
    await run('apt-get', [...options, 'download', 'prometheus'], { cwd: temporary });
    const file = readdirSync(temporary).find((name) => name.endsWith('.deb'));
    if (file === undefined) throw new Error('apt-get has downloaded no package');
    await run('dpkg-deb', ['-x', join(temporary, file), join(temporary, 'root')]);
  });
  renameSync(join(temporary, 'root'), folder);
  rmSync(temporary, { recursive: true, force: true });
}

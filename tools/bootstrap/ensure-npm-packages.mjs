import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './repository-root.mjs';
import { runStep } from './run-step.mjs';
import { withSetupLock } from './with-setup-lock.mjs';

const lockFile = join(repositoryRoot, 'package-lock.json');
// npm ci empties node_modules first, so this file never stands for a half-finished run.
const stampFile = join(repositoryRoot, 'node_modules', '.dataservices-lock');

/** Installs what package-lock.json says, unless that has been done. */
export async function ensureNpmPackages() {
  const key = createHash('sha256').update(readFileSync(lockFile)).digest('hex');
  if (areInstalled(key)) return;
  const lockName = `npm-${createHash('sha256').update(repositoryRoot).digest('hex').slice(0, 16)}`;
  await withSetupLock(lockName, async () => {
    if (!areInstalled(key)) await installPackages(key);
  });
}

/** @param {string} key */
async function installPackages(key) {
  await runStep('npm packages', async (run) => {
    const [command, args] = npmCommand();
    await run(command, [...args, 'ci', '--no-audit', '--no-fund', '--loglevel=warn'], { cwd: repositoryRoot });
    writeFileSync(stampFile, key);
  });
}

/** @param {string} key */
function areInstalled(key) {
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === key) return true;
  // Somebody ran `npm install`: npm writes this file last.
  const installed = statSync(join(repositoryRoot, 'node_modules', '.package-lock.json'), { throwIfNoEntry: false });
  return installed !== undefined && installed.mtimeMs >= statSync(lockFile).mtimeMs;
}

/** The npm that runs this script, or the one on the PATH. @returns {[string, string[]]} */
function npmCommand() {
  const running = process.env.npm_execpath;
  return running?.endsWith('npm-cli.js') ? [process.execPath, [running]] : ['npm', []];
}

import { renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { binariesFolder, binariesModule, buildFlags, buildPackages, kwokModule, kwokPackage, localkubeNames } from './binaries-folder.mjs';
import { ensureGo } from './ensure-go.mjs';
import { markUsed, removeUnused } from './remove-unused.mjs';
import { runStep } from './run-step.mjs';
import { withSetupLock } from './with-setup-lock.mjs';

/** Builds the cluster's programs, unless that has been done for exactly these sources. */
export async function ensureBinaries() {
  const folder = binariesFolder();
  if (markUsed(folder)) return;
  await withSetupLock('binaries', async () => {
    if (!markUsed(folder)) await buildBinaries(folder);
  });
}

/** @param {string} folder */
async function buildBinaries(folder) {
  const go = await ensureGo();
  // Complete or not there: the folder gets its name only at the end. The compiler's own cache keeps what an interrupted run has done.
  const temporary = `${folder}.new`;
  const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false', GOTOOLCHAIN: 'local', GOWORK: 'off' };
  rmSync(temporary, { recursive: true, force: true });
  await runStep('Kubernetes programs, built once from source: 5 to 15 minutes', async (run) => {
    await run(go, ['build', '-v', ...buildFlags, '-o', `${temporary}/`, ...buildPackages], { cwd: binariesModule, env });
    await run(go, ['build', '-v', ...buildFlags, '-o', `${temporary}/`, kwokPackage], { cwd: kwokModule, env });
    renameSync(join(temporary, 'server'), join(temporary, 'etcd'));
    for (const name of localkubeNames) symlinkSync('localkube', join(temporary, name));
    renameSync(temporary, folder);
  });
  // A third of a gigabyte each.
  removeUnused(dirname(folder));
}

import { dirname } from 'node:path';
import type { ContextFile } from './recipe.ts';
import { runProgram } from './run-program.ts';

const suite = 'trixie';

const unwanted = [
  '/usr/share/doc/*',
  '/usr/share/man/*',
  '/usr/share/info/*',
  '/usr/share/locale/*',
  '/usr/share/i18n/*',
  '/usr/share/zoneinfo/right/*',
];

const bootstrapOptions = [
  '--variant=minbase',
  '--include=ca-certificates',
  // A mirror's Release file may be past its date. Both this and the exclusions also hold for what an image installs later.
  '--aptopt=Acquire::Check-Valid-Until "false"',
  '--aptopt=APT::Install-Recommends "false"',
  ...unwanted.map((path) => `--dpkgopt=path-exclude=${path}`),
];

/** The root file system that the other images stand on; made by mmdebstrap, which needs root and a Debian mirror. */
export const baseTarball: ContextFile = {
  name: 'base.tar',
  identity: JSON.stringify([suite, bootstrapOptions]),
  step: `installing Debian ${suite}`,
  async provide(target, signal) {
    await runProgram('mmdebstrap', ['--quiet', '--format=tar', ...bootstrapOptions, suite, target], {
      // Beside the result: what a killed run leaves is removed with it.
      env: { TMPDIR: dirname(target) },
      signal,
    });
  },
};
